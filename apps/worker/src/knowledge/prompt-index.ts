import { cleanLine, splitSentences } from '@frontdesk/knowledge';
import { type Embedder, embedPassages, type IndexedPassage, PassageIndex } from '@frontdesk/knowledge/retrieval';

/** Begins the ids of a prompt's passages. */
export const promptPassagePrefix = 'prompt-';

/** Prompts that are kept: a caller of the API who sends one with every question mostly sends the same. */
const mostPrompts = 64;

/** Indexes of prompts, made once for each text. */
export function createPromptIndexes(embedder: Embedder): (prompt: string) => Promise<PassageIndex> {
  const kept = new Map<string, Promise<PassageIndex>>();
  return (prompt) => {
    const index = kept.get(prompt) ?? indexPrompt(embedder, prompt);
    kept.delete(prompt);
    kept.set(prompt, index);
    index.catch(() => kept.delete(prompt));
    const [oldest] = kept.keys();
    if (kept.size > mostPrompts && oldest !== undefined) kept.delete(oldest);
    return index;
  };
}

async function indexPrompt(embedder: Embedder, prompt: string): Promise<PassageIndex> {
  const passages = sentencesOfPrompt(prompt);
  const vectors = await embedPassages(embedder, passages);
  return PassageIndex.make(
    passages.map((passage, index): IndexedPassage => {
      const made = vectors[index];
      if (!made) throw new Error('a passage without vectors');
      return { ...passage, vectors: made };
    }),
  );
}

const listMark = /^(?:[-*•]|\d{1,2}[.)])\s+/;
const question = /^Q(?:uestion)?\s*[:.]\s*/i;
const answer = /^A(?:nswer)?\s*[:.]\s*/i;

/**
 * The sentences of a prompt, each a passage of its own. A line that begins with "Q:" is what the lines of its answer are
 * found by, and is not said.
 */
export function sentencesOfPrompt(prompt: string): { id: string; title: string; sentences: string[] }[] {
  let title = '';
  return prompt
    .split('\n')
    .map((line) => cleanLine(line).replace(listMark, ''))
    .flatMap((line) => {
      if (line === '') title = '';
      if (question.test(line)) {
        title = line.replace(question, '');
        return [];
      }
      return splitSentences(line.replace(answer, '')).map((sentence) => ({ title, sentence }));
    })
    .map(({ title: asked, sentence }, index) => ({
      ...{ id: `${promptPassagePrefix}${index + 1}`, title: asked, sentences: [sentence] },
    }));
}

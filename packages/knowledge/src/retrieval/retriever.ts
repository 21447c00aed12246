import { embedTogether } from './embed-together.ts';
import { type Embedder, loadEmbedder } from './embedder.ts';
import { dependsOnPrevious, withContext } from './follow-up.ts';
import { type Judge, loadJudge } from './judge.ts';
import { loadMessageReader, type MessageKinds, type MessageReader } from './message-reader.ts';
import type { FoundPassage, PassageIndex } from './passage-index.ts';
import { questionAlone, questionParts } from './question-parts.ts';
import { MOST_JUDGED, rankPassages } from './rank-passages.ts';
import { type RoundedVector, roundVector } from './rounded-vector.ts';

export interface Retrieval {
  /** The question as it was read: misspelled words as the site spells them. The one before it too. */
  question: string;
  previousQuestion: string | undefined;
  /** Whether each word of the question, as it was read, stands in the passages. */
  isInOwnWords: boolean;
  /** Whether the question was looked up with the one before it, which the prompt then needs too. */
  dependsOnPrevious: boolean;
  /** Best first. */
  passages: FoundPassage[];
  /** Where it asks several things each of them, and where it tells more than it asks its question alone, with what was found for that. Else, and in a hurry, none. */
  parts: QuestionPart[];
  /** Many asked at the same time, so fewer passages were read: at leisure, another one may have been first. */
  isHurried: boolean;
  /** Of the question alone; null where there was nothing to look it up in. */
  vector: RoundedVector | null;
  /** What kind of message the question may be; null without a reader of messages. */
  kinds: MessageKinds | null;
}

export interface QuestionPart {
  question: string;
  /** Best first. */
  passages: FoundPassage[];
}

export interface RetrievalRequest {
  question: string;
  /** What the customer asked before, if anything. */
  previousQuestion?: string | undefined;
  /** What was answered to that. */
  previousAnswer?: string | undefined;
  /** Passages wanted. Defaults to 3. */
  limit?: number;
}

export interface RetrievalModels {
  embedder: Embedder;
  /** Tells what kind of message it is. */
  messageReader?: MessageReader | undefined;
  /** Orders what was found. */
  judge?: Judge | undefined;
}

/**
 * Loads what passages are found with from a prepared embedding model's folder; once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadRetrievalModels(dir: string): Promise<RetrievalModels & { close(): Promise<void> }> {
  const loading = [
    loadEmbedder(dir),
    loadMessageReader(dir, { threads: 1 }),
    // Nothing else takes a question as long: 31 instead of 51 ms.
    loadJudge(dir, { threads: 2 }),
  ] as const;
  const close = async () => {
    const loaded = await Promise.allSettled(loading);
    await Promise.all(loaded.map((one) => (one.status === 'fulfilled' ? one.value?.close() : undefined)));
  };
  try {
    const [embedder, messageReader, judge] = await Promise.all(loading);
    return { embedder: judge ? embedTogether(embedder, judge) : embedder, messageReader, judge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The passages that may answer a question.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function retrieve(
  models: RetrievalModels,
  index: PassageIndex,
  { limit = 3, ...asked }: RetrievalRequest,
): Promise<Retrieval> {
  const { embedder, messageReader } = models;
  const read = (text: string) => index.respelled(text, (word) => embedder.knows(word));
  const question = read(asked.question);
  const previousQuestion = asked.previousQuestion && read(asked.previousQuestion);
  const isInOwnWords = index.usesWordsOf(question);
  const heard = {
    question,
    previousQuestion,
    isInOwnWords,
    dependsOnPrevious: isFollowUp({ question, previousQuestion }),
  };
  if (index.size === 0) return { ...heard, passages: [], parts: [], isHurried: false, vector: null, kinds: null };
  const found = await lookUp(models, index, { ...asked, question, previousQuestion }, limit);
  const kinds = (await messageReader?.kindsOf(question)) ?? null;
  const { passages, isHurried, vector } = found;
  const parts = isHurried ? [] : await lookUpParts(models, index, { ...asked, question, previousQuestion }, limit);
  return { ...heard, passages, parts, isHurried, vector: roundVector(vector), kinds };
}

type Asked = Omit<RetrievalRequest, 'limit'>;

function isFollowUp({ question, previousQuestion }: Asked): boolean {
  return previousQuestion !== undefined && dependsOnPrevious(question);
}

/** `vector` is the question's alone. */
async function lookUp(
  { embedder, judge }: RetrievalModels,
  index: PassageIndex,
  asked: Asked & { isAskedWith?: boolean },
  limit: number,
) {
  const { question, previousQuestion = '', previousAnswer, isAskedWith } = asked;
  const inContext = isFollowUp(asked) ? withContext(question, previousQuestion) : question;
  const texts = inContext === question ? [question] : [question, inContext];
  const vectors = await embedder.embed(texts, 'question');
  const searches = texts.map((text, place) => ({ text, vector: vectors[place] as Float32Array }));
  const found = await index.search(searches, Math.max(MOST_JUDGED, limit));
  const said = isFollowUp(asked) ? previousAnswer : undefined;
  const { passages, isHurried } = await rankPassages(judge, inContext, found, { said, isAskedWith });
  return { passages: passages.slice(0, limit), isHurried, vector: vectors[0] as Float32Array };
}

/** Looks up one part after the other, each of which may lean on the one before it; or the only question of a long message, alone. */
async function lookUpParts(
  models: RetrievalModels,
  index: PassageIndex,
  asked: Asked,
  limit: number,
): Promise<QuestionPart[]> {
  const alone = questionAlone(asked.question);
  const questions = alone ? [alone.asked] : questionParts(asked.question);
  if (!alone && questions.length === 1) return [];
  const parts: QuestionPart[] = [];
  for (const question of questions) {
    const before = parts.at(-1);
    let part: Parameters<typeof lookUp>[2] = { ...asked, question };
    if (alone) part = { question, previousQuestion: alone.told.at(-1) };
    if (before)
      part = {
        question,
        previousQuestion: before.question,
        previousAnswer: textOf(before.passages[0]),
        isAskedWith: true,
      };
    const { passages, isHurried } = await lookUp(models, index, part, limit);
    if (isHurried) return [];
    parts.push({ question, passages });
  }
  return parts;
}

const textOf = (passage: FoundPassage | undefined): string =>
  (passage?.sentences ?? []).map(({ text }) => text).join(' ');

import type { Document } from '../document.ts';
import { DocumentError } from '../document-error.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { listMarks } from './list-marks.ts';
import { SectionBuilder } from './section-builder.ts';

/** A question as customers ask it, and its answer. */
export interface QuestionAnswer {
  question: string;
  answer: string;
}

/** Questions become titles: they are searched with, and the answer's sentences are what is said. What they are about stands above them. */
export function documentOfQuestions(pairs: readonly (QuestionAnswer & { topic?: string })[]): Document {
  const builder = new SectionBuilder();
  let about = '';
  for (const { question, answer, topic = '' } of pairs) {
    if (cleanLine(question) === '' || !/[\p{L}\p{N}]/u.test(answer)) continue;
    if (topic !== about) builder.leave(1);
    // Numbers are for those who keep the table.
    if (topic !== about && /\p{L}/u.test(topic)) builder.label(1, topic);
    about = topic;
    builder.heading(2, question);
    const lines = cleanText(answer).split(/\n+/);
    for (const [index, mark] of listMarks(lines).entries())
      builder.add(mark === null ? 'paragraph' : 'item', lines[index]?.slice(mark ?? 0) ?? '');
  }
  return { title: null, language: null, sections: builder.end() };
}

/** Pairs as JSON: a list of `{ question, answer }`. */
export function readQuestions(text: string): Document {
  return documentOfQuestions(pairsOf(text));
}

function pairsOf(text: string): QuestionAnswer[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new DocumentError('unreadable', 'This is not valid JSON.', { cause });
  }
  const isPair = (one: unknown): one is QuestionAnswer =>
    typeof one === 'object' &&
    one !== null &&
    typeof (one as QuestionAnswer).question === 'string' &&
    typeof (one as QuestionAnswer).answer === 'string';
  if (!Array.isArray(parsed) || !parsed.every(isPair)) {
    throw new DocumentError('unreadable', 'A list of { "question": "…", "answer": "…" } was expected.');
  }
  return parsed.map(({ question, answer }) => ({ question, answer }));
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadRetrievalSets, UNIVERSITY } from '../../answers/retrieval-set.ts';

export interface Question {
  ask: string;
  /** Text of the passage that answers it. */
  answer: string;
}

/** A question, and what is asked about its answer, in order. */
export type Thread = readonly Question[];

/** What customers ask about one thing, such as halls of residence. */
export type Topic = readonly Thread[];

export interface Passage {
  title: string;
  text: string;
}

/** Words of a customer's message. */
const messageWords = { least: 5, most: 25 };

const followUps = z.array(z.strictObject({ after: z.string(), ask: z.string(), passage: z.string() }));

/**
 * What the site under load knows, and what its customers ask: the university of the retrieval test, with follow-ups.
 *
 * @throws Error that names what is wrong in follow-ups.yaml
 */
export async function loadQuestions(): Promise<{ passages: Passage[]; topics: Topic[] }> {
  const set = (await loadRetrievalSets()).find(({ slug }) => slug === UNIVERSITY);
  if (!set) throw new Error(`there is no retrieval set ${UNIVERSITY}`);
  const passages = new Map(set.passages.map((passage) => [passage.id, passage]));
  const question = (ask: string, id: string): Question => {
    const passage = passages.get(id);
    if (!passage) throw new Error(`follow-ups.yaml: "${ask}" has no passage ${id}`);
    return { ask, answer: passage.text };
  };
  const file = join(import.meta.dirname, 'follow-ups.yaml');
  const next = new Map<string, Question[]>();
  for (const { after, ask, passage } of followUps.parse(parse(await readFile(file, 'utf8')))) {
    next.set(after, [...(next.get(after) ?? []), question(ask, passage)]);
  }
  const topics = new Map<string, Thread[]>();
  for (const { ask, passage } of set.questions.filter(({ ask }) => hasLengthOfMessage(ask))) {
    const title = passages.get(passage)?.title ?? '';
    const thread = [question(ask, passage), ...(next.get(passage) ?? [])];
    next.delete(passage);
    topics.set(title, [...(topics.get(title) ?? []), thread]);
  }
  if (next.size > 0) throw new Error(`follow-ups.yaml: nobody asks first about ${[...next.keys()].join(', ')}`);
  return { passages: set.passages, topics: [...topics.values()] };
}

/** Whether a text is as long as the messages of the load. */
export function hasLengthOfMessage(text: string): boolean {
  const words = text.trim().split(/\s+/).length;
  return words >= messageWords.least && words <= messageWords.most;
}

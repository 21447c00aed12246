import type { Question, Thread, Topic } from './questions.ts';
import { createRandom, exponential, integer, pick, type Random } from './random.ts';

/** Turns of a conversation. */
export const conversationTurns = { least: 4, most: 8 };
/** Nobody reads an answer and writes the next message faster. */
export const leastThinkMs = 5_000;
/** Of one topic so many questions in a row at most, follow-ups aside. */
const threadsPerTopic = 3;

/** A message that a customer sends. */
export interface Turn extends Question {
  /** The first of a conversation. */
  opens: boolean;
  /** From the end of the answer until the next message, in milliseconds. */
  thinkMs: number;
}

/** What a customer will do, whatever happens. */
export interface Customer {
  /** When the first message is sent, from the start of the load, in milliseconds. */
  startMs: number;
  /** What was said in the first conversation before the load began; oldest first. */
  earlier: readonly Question[];
  /** Without end: one conversation after the other. */
  turns: Iterator<Turn, never>;
}

export interface CustomerOptions {
  users: number;
  /** On average, in milliseconds; {@link leastThinkMs} at least. */
  thinkMs: number;
  seed: number;
  topics: readonly Topic[];
}

/**
 * Customers as one would find them on a busy day: they begin spread over one think time, and in the middle of their
 * conversations, so that neither all come at once nor all are at their first turn.
 */
export function createCustomers({ users, thinkMs, seed, topics }: CustomerOptions): Customer[] {
  return Array.from({ length: users }, (_, index) => {
    const random = createRandom(seed * 1_000_003 + index);
    const first = makeConversation(topics, turnsOfOneUnderWay(random), random);
    const turnsBefore = Math.floor(random() * first.length);
    return {
      startMs: (thinkMs * (index + random())) / users,
      earlier: first.slice(0, turnsBefore),
      turns: takeTurns(first.slice(turnsBefore), turnsBefore === 0, { topics, thinkMs, random }),
    };
  });
}

/** Exponential above the least, with this mean. */
export function drawThinkMs(random: Random, meanMs: number): number {
  return leastThinkMs + exponential(random, meanMs - leastThinkMs);
}

/** Of the conversations that go on at a moment more are long than of those that begin. */
function turnsOfOneUnderWay(random: Random): number {
  const { least, most } = conversationTurns;
  for (;;) {
    const turns = integer(random, least, most);
    if (random() < turns / most) return turns;
  }
}

function* takeTurns(
  rest: readonly Question[],
  isNew: boolean,
  { topics, thinkMs, random }: Pick<CustomerOptions, 'topics' | 'thinkMs'> & { random: Random },
): Generator<Turn, never> {
  let questions = rest;
  let opens = isNew;
  for (;;) {
    for (const question of questions) {
      yield { ...question, opens, thinkMs: drawThinkMs(random, thinkMs) };
      opens = false;
    }
    questions = makeConversation(topics, integer(random, conversationTurns.least, conversationTurns.most), random);
    opens = true;
  }
}

/** So many different questions, a few of a topic one after the other, follow-ups behind what they follow. */
export function makeConversation(topics: readonly Topic[], turns: number, random: Random): Question[] {
  const questions: Question[] = [];
  const used = new Set<Thread>();
  while (questions.length < turns) {
    const topic = pick(random, topics).filter((thread) => !used.has(thread));
    const from = Math.floor(random() * topic.length);
    for (const thread of topic.slice(from, from + threadsPerTopic)) {
      used.add(thread);
      questions.push(...thread);
    }
  }
  return questions.slice(0, turns);
}

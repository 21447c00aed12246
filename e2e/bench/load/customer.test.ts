import { expect, it } from 'vitest';
import {
  conversationTurns,
  createCustomers,
  drawThinkMs,
  leastThinkMs,
  makeConversation,
  type Turn,
} from './customer.ts';
import { loadQuestions } from './questions.ts';
import { createRandom } from './random.ts';

const { topics } = await loadQuestions();
const options = { users: 200, thinkMs: 40_000, seed: 1, topics };
const customers = createCustomers(options);

/** The next conversations of a customer, the one that is under way not counted. */
function nextConversations(turns: Iterator<Turn, never>, count: number): Turn[][] {
  const conversations: Turn[][] = [];
  while (conversations.length <= count) {
    const { value } = turns.next();
    if (value.opens) conversations.push([]);
    conversations.at(-1)?.push(value);
  }
  return conversations.slice(0, count);
}

it('customers start evenly over one think time', () => {
  const starts = customers.map(({ startMs }) => startMs);
  const quarters = [0, 1, 2, 3].map((quarter) => starts.filter((ms) => Math.floor(ms / 10_000) === quarter).length);
  expect(quarters).toEqual([50, 50, 50, 50]);
});

it('they start at all turn numbers, earlier ones more often than later ones', () => {
  const many = createCustomers({ ...options, users: 6_000 });
  const counts = Array.from({ length: conversationTurns.most }, (_, turn) => {
    return many.filter(({ earlier }) => earlier.length === turn).length;
  });
  // Conversations of 4 to 8 turns, all as frequent: of 30 turns 5 are first ones, and 1 is an eighth one.
  const expected = [5, 5, 5, 5, 4, 3, 2, 1].map((share) => (6_000 * share) / 30);
  for (const [turn, count] of counts.entries()) expect(Math.abs(count - (expected[turn] ?? 0))).toBeLessThan(120);
});

it('a conversation that was begun goes on without opening another one', () => {
  for (const { earlier, turns } of createCustomers(options).slice(0, 50)) {
    expect(turns.next().value.opens).toBe(earlier.length === 0);
  }
});

it('conversations have 4 to 8 turns, no question twice', () => {
  const lengths = new Set<number>();
  for (const { turns } of createCustomers(options).slice(0, 30)) {
    for (const conversation of nextConversations(turns, 5)) {
      lengths.add(conversation.length);
      expect(new Set(conversation.map(({ ask }) => ask)).size).toBe(conversation.length);
    }
  }
  expect([...lengths].sort()).toEqual([4, 5, 6, 7, 8]);
});

it('a follow-up stands right behind its question', () => {
  const before = new Map(topics.flat().flatMap((thread) => thread.slice(1).map(({ ask }, i) => [ask, thread[i]?.ask])));
  let found = 0;
  for (let seed = 0; seed < 100; seed++) {
    const asked = makeConversation(topics, 8, createRandom(seed)).map(({ ask }) => ask);
    for (const [place, ask] of asked.entries()) {
      if (!before.has(ask)) continue;
      expect(asked[place - 1]).toBe(before.get(ask));
      found++;
    }
  }
  expect(found).toBeGreaterThan(50);
});

it('thinking takes 5 s at least and as long as wanted on average', () => {
  const random = createRandom(7);
  const times = Array.from({ length: 20_000 }, () => drawThinkMs(random, 40_000));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(leastThinkMs);
  expect(times.reduce((sum, ms) => sum + ms, 0) / times.length / 40_000).toBeCloseTo(1, 1);
  // Exponential above the least: the median is ln 2 of the rest.
  const median = times.sort((a, b) => a - b)[10_000] ?? 0;
  expect((median - leastThinkMs) / 35_000).toBeCloseTo(Math.log(2), 1);
});

it('the same seed gives the same load, another one another', () => {
  const plan = (seed: number) =>
    createCustomers({ ...options, seed }).map(({ startMs, turns }) => [startMs, turns.next().value]);
  expect(plan(3)).toEqual(plan(3));
  expect(plan(3)).not.toEqual(plan(4));
});

it('all questions are asked sooner or later', () => {
  const asked = new Set<string>();
  for (const { turns } of createCustomers({ ...options, users: 500 })) {
    for (let turn = 0; turn < 20; turn++) asked.add(turns.next().value.ask);
  }
  expect(asked.size).toBe(new Set(topics.flat(2).map(({ ask }) => ask)).size);
});

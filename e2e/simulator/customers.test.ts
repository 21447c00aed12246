import { expect, it } from 'vitest';
import { asksOf, type Customer, followCurve } from './customers.ts';
import { quoted, worded } from './workload.ts';

const present = (customers: readonly Customer[], second: number) =>
  customers.filter(({ comesMs, goesMs }) => comesMs <= 1_000 * second && goesMs > 1_000 * second).length;

it('customers follow the curve', () => {
  const usersAt = (second: number) => (second < 100 ? 50 : second < 200 ? 200 : 80);
  const customers = followCurve(usersAt, 300, 1);
  for (const second of [60, 99, 150, 199, 210, 299]) expect(present(customers, second)).toBe(usersAt(second));
});

it('those of the beginning come evenly within a think time, in the middle of their conversations', () => {
  const customers = followCurve(() => 200, 100, 1);
  expect(customers).toHaveLength(200);
  const quarters = [0, 1, 2, 3].map((one) => customers.filter(({ comesMs }) => Math.floor(comesMs / 10_000) === one));
  expect(quarters.map(({ length }) => length)).toEqual([50, 50, 50, 50]);
  expect(new Set(customers.map(({ turnsBefore }) => turnsBefore))).toEqual(new Set([0, 1, 2, 3]));
});

const customer: Customer = { id: 7, comesMs: 0, goesMs: Number.POSITIVE_INFINITY, turnsBefore: 0 };
function take(count: number, of: Customer, workload = worded, seed = 1) {
  const asks = asksOf(of, workload, seed);
  return Array.from({ length: count }, () => asks.next().value);
}

it('a conversation has 4 to 8 turns, and each turn all before it in its prompt', () => {
  const turns = new Map<string, number>();
  let historyTokens = 0;
  for (const ask of take(200, customer)) {
    const before = turns.get(ask.conversation) ?? 0;
    if (before === 0) historyTokens = 0;
    expect(ask.historyTokens).toBe(historyTokens);
    historyTokens += ask.newTokens + 1 + ask.steps + ask.forcedTokens;
    turns.set(ask.conversation, before + 1);
  }
  const whole = [...turns.values()].slice(0, -1);
  expect([Math.min(...whole), Math.max(...whole)]).toEqual([4, 8]);
});

it('tokens and think times are those of bench:load, on average', () => {
  const asks = take(5_000, customer);
  const mean = (read: (ask: (typeof asks)[number]) => number) =>
    asks.reduce((sum, ask) => sum + read(ask), 0) / asks.length;
  expect(mean(({ newTokens }) => newTokens)).toBeCloseTo(37, 0);
  expect(mean(({ steps }) => steps + 1) / 45).toBeCloseTo(1, 1);
  expect(mean(({ thinkMs }) => thinkMs) / 40_000).toBeCloseTo(1, 1);
  expect(Math.min(...asks.map(({ thinkMs }) => thinkMs))).toBeGreaterThanOrEqual(5_000);
});

it('quoted answers have no history', () => {
  expect(take(20, customer, quoted).every(({ historyTokens }) => historyTokens === 0)).toBe(true);
});

it('who is in the middle goes on there', () => {
  expect(take(3, { ...customer, turnsBefore: 2 })).toEqual(take(5, customer).slice(2));
});

it('the same seed gives the same customers, another one others', () => {
  expect(followCurve((second) => 20 + (second % 7), 60, 3)).toEqual(followCurve((second) => 20 + (second % 7), 60, 3));
  expect(take(9, customer, worded, 1)).not.toEqual(take(9, customer, worded, 2));
  expect(take(9, customer)).not.toEqual(take(9, { ...customer, id: 8 }));
});

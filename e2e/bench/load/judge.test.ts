import { describe, expect, it } from 'vitest';
import { type Figure, figuresOf } from './figures.ts';
import {
  brokenPromises,
  describeBreak,
  describeMiss,
  formatValue,
  isMissed,
  medianOf,
  missesOf,
  slowestStages,
} from './judge.ts';
import type { Measured, Sent } from './measured.ts';
import { answered, madeAnswer, measured, row, unanswered } from './testing/measured.ts';

const figureOf = (run: Measured, name: string) => figuresOf(run).find((figure) => figure.name === name)?.value;
const sentOf = (count: number, make: (index: number) => Sent) =>
  Array.from({ length: count }, (_, index) => make(index));

describe('the time to the first words', () => {
  it('is that of 99 of 100 messages', () => {
    const sent = sentOf(100, (index) => answered({ ttftMs: 10 * (index + 1) }));
    expect(figureOf(measured({ sent }), 'TTFT p99')).toBe(990);
    expect(figureOf(measured({ sent }), 'TTFT p50')).toBe(500);
  });

  it.each(['refused', 'ended', 'unanswered', 'wrong-text'] as const)('%s counts as late without end', (outcome) => {
    const sent = sentOf(100, (index) => (index < 2 ? unanswered(outcome) : answered({})));
    const run = measured({ sent });
    expect(figureOf(run, 'TTFT p99')).toBe(Number.POSITIVE_INFINITY);
    expect(figureOf(run, 'TTFT p95')).toBe(300);
    expect(figureOf(run, 'TTFT of 2 s and over')).toBe(2);
    expect(brokenPromises(figuresOf(run)).map(({ name }) => name)).toContain('TTFT p99');
  });

  it('breaks the promise from 2 s on', () => {
    const run = (ttftMs: number) => measured({ sent: [answered({ ttftMs })] });
    expect(brokenPromises(figuresOf(run(1_999)))).toEqual([]);
    expect(brokenPromises(figuresOf(run(2_000))).map(describeMiss)).toEqual([
      'TTFT p99 2,000 ms, wanted below 2000 ms',
    ]);
  });
});

describe('the promise', () => {
  it.each([
    ['refused', 'refused'],
    ['ended', 'expired, failed, unanswered'],
    ['unanswered', 'expired, failed, unanswered'],
    ['wrong-text', 'texts that changed'],
  ] as const)('is broken by one message that is %s', (outcome, name) => {
    const sent = [...sentOf(500, () => answered({})), unanswered(outcome)];
    expect(brokenPromises(figuresOf(measured({ sent }))).map((figure) => figure.name)).toEqual([name]);
  });

  it('is broken by texts that come haltingly', () => {
    const sent = sentOf(10, () => answered({ gapsMs: [50, 501] }));
    expect(brokenPromises(figuresOf(measured({ sent }))).map(({ name }) => name)).toEqual(['ITL p99']);
  });

  it('is broken where answers of so many tokens come in one piece, which the product’s own may', () => {
    const run = measured({ sent: sentOf(10, () => answered({ gapsMs: [] })) });
    const engine = { ...run, settings: { ...run.settings, profile: 'engine' as const, tokens: 45 } };
    expect(brokenPromises(figuresOf(run))).toEqual([]);
    expect(brokenPromises(figuresOf(engine)).map(({ name }) => name)).toEqual(['ITL p99']);
  });

  it('is not about what answers cost', () => {
    const run = measured({
      sent: [answered({ generationId: 'g' })],
      made: new Map([['g', madeAnswer({ cachedTokens: 0 })]]),
    });
    expect(brokenPromises(figuresOf(run))).toEqual([]);
    expect(missesOf(figuresOf(run)).map(({ name }) => name)).toEqual(['uncached prompt tokens per turn']);
  });
});

it('tokens are counted over the turns that a worker answered', () => {
  const sent = ['a', 'b', 'cached'].map((generationId) => answered({ generationId }));
  const made = new Map([
    ['a', madeAnswer({ promptTokens: 400, cachedTokens: 368, generatedTokens: 30, forcedTokens: 20 })],
    ['b', madeAnswer({ promptTokens: 450, cachedTokens: 368, generatedTokens: 10, forcedTokens: 10 })],
    // Of the warm-up.
    ['before', madeAnswer({ promptTokens: 9_000 })],
  ]);
  const run = measured({ sent, made });
  expect(figureOf(run, 'uncached prompt tokens per turn')).toBe(57);
  expect(figureOf(run, 'steps per turn')).toBe(5);
  expect(figureOf(run, 'jumped tokens per turn')).toBe(15);
  expect(figureOf(run, 'answered without a worker')).toBeCloseTo(100 / 3);
});

it('history is what the answer before left behind; first messages have none', () => {
  const settings = { ...measured({}).settings, profile: 'engine' as const, tokens: 45 };
  const rows = [
    row({ id: 'second', conversationId: 'one', receivedAtMs: 200 }),
    row({ id: 'first', conversationId: 'one', receivedAtMs: 100 }),
    row({ id: 'third', conversationId: 'one', receivedAtMs: 300 }),
    row({ id: 'alone', conversationId: 'other', receivedAtMs: 150 }),
  ];
  const answers = { generatedTokens: 50, forcedTokens: 0 };
  const made = new Map([
    ['first', madeAnswer({ ...answers, promptTokens: 350, cachedTokens: 0 })],
    ['second', madeAnswer({ ...answers, promptTokens: 420, cachedTokens: 400 })],
    ['third', madeAnswer({ ...answers, promptTokens: 500, cachedTokens: 400 })],
    ['alone', madeAnswer({ ...answers, cachedTokens: 0 })],
  ]);
  const sent = [...made.keys()].map((generationId) => answered({ generationId }));
  const run = measured({ settings, sent, made, rows: new Map(rows.map((one) => [one.id, one])) });
  // 400 of 400, then 400 of 470.
  expect(figureOf(run, 'history found in the cache')).toBeCloseTo((100 * 800) / 870);
  expect(figureOf(measured({ sent, made }), 'history found in the cache')).toBeUndefined();
});

it.each([
  ['below', 2, 2, true],
  ['below', 2, 1.99, false],
  ['at most', 2, 2, false],
  ['at most', 2, 2.01, true],
  ['at least', 2, 2, false],
  ['at least', 2, 1.99, true],
  ['at most', 2, Number.NaN, true],
  ['at least', 2, Number.NaN, true],
] as const)('%s %d: %d is missed: %s', (direction, limit, value, expected) => {
  const target = { direction, limit, isPromise: true };
  expect(isMissed({ name: '', unit: '', digits: 0, value, target })).toBe(expected);
});

it('of several runs each figure’s median counts, but no run may change a text', () => {
  const run = (ttft: number, wrong: number): Figure[] => [
    {
      name: 'TTFT p99',
      unit: 'ms',
      digits: 0,
      value: ttft,
      target: { direction: 'below', limit: 2_000, isPromise: true },
    },
    {
      ...{ name: 'texts that changed', unit: '', digits: 0, value: wrong },
      target: { direction: 'at most', limit: 0, isPromise: true, everyRun: true },
    },
  ];
  const median = medianOf([run(1_500, 0), run(Number.POSITIVE_INFINITY, 1), run(1_700, 0)]);
  expect(median.map(({ value }) => value)).toEqual([1_700, 1]);
  expect(missesOf(median).map(({ name }) => name)).toEqual(['texts that changed']);
});

it('says where the time of those who waited longest went, the longest stage first', () => {
  const slow = { gatewayMs: 50, queueMs: 1_900, prefillMs: 400, firstTokenMs: 50 };
  const rows = new Map([row({ id: 'quick' }), row({ id: 'slow', ...slow })].map((one) => [one.id, one]));
  const sent = [answered({ generationId: 'quick' }), answered({ generationId: 'slow', ttftMs: 2_500 })];
  expect(slowestStages({ sent, rows })).toEqual({
    ttftMs: 2_500,
    stages: [
      { name: 'queue', ms: 1_900 },
      { name: 'prefill', ms: 400 },
      { name: 'relay', ms: 100 },
      { name: 'gateway', ms: 50 },
      { name: 'firstToken', ms: 50 },
    ],
  });
  const usage = [{ atMs: 0, cores: { gateway: 0.3, 'worker-1': 1.5 } }];
  const run = measured({ sent, rows, usage });
  expect(describeBreak(run, figuresOf(run))).toEqual([
    'TTFT p99 2,500 ms, wanted below 2000 ms',
    'of the 2500 ms of the slowest: queue 1900, prefill 400, relay 100, gateway 50, firstToken 50',
    'cores: worker-1 1.50, gateway 0.30',
  ]);
});

it('of a run that held nothing is said', () => {
  const run = measured({ sent: [answered({})] });
  expect(describeBreak(run, figuresOf(run))).toEqual([]);
});

it.each([
  [1_234.5, 1, '1,234.5'],
  [0, 2, '0.00'],
  [Number.NaN, 0, '-'],
  [Number.POSITIVE_INFINITY, 0, '∞'],
])('%d with %i digits reads %s', (value, digits, expected) => {
  expect(formatValue(value, digits)).toBe(expected);
});

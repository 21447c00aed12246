import { expect, it } from 'vitest';
import type { Figure } from './figures.ts';
import { figuresTable } from './table.ts';

const run = (ttftMs: number, messages: number): Figure[] => [
  { name: 'messages', unit: '', digits: 0, value: messages },
  {
    name: 'TTFT p99',
    unit: 'ms',
    digits: 0,
    value: ttftMs,
    target: { direction: 'below', limit: 2_000, isPromise: true },
  },
];

it('one run stands beside its targets', () => {
  expect(figuresTable([run(1_500, 870)])).toBe(
    [
      '|              | value |  target |',
      '| ------------ | ----: | ------: |',
      '| messages     |   870 |         |',
      '| TTFT p99, ms | 1,500 | < 2,000 |',
    ].join('\n'),
  );
});

it('several runs stand beside their median, and what misses says so', () => {
  expect(figuresTable([run(1_500, 870), run(Number.POSITIVE_INFINITY, 880), run(2_100, 860)])).toBe(
    [
      '|              | run 1 | run 2 | run 3 | median |         target |',
      '| ------------ | ----: | ----: | ----: | -----: | -------------: |',
      '| messages     |   870 |   880 |   860 |    870 |                |',
      '| TTFT p99, ms | 1,500 |     ∞ | 2,100 |  2,100 | < 2,000 missed |',
    ].join('\n'),
  );
});

it('runs with different settings stand under their names, and have no median', () => {
  expect(figuresTable([run(1_500, 870), run(2_100, 860)], ['affinity', 'plain pulling'])).toBe(
    [
      '|              | affinity | plain pulling |  target |',
      '| ------------ | -------: | ------------: | ------: |',
      '| messages     |      870 |           860 |         |',
      '| TTFT p99, ms |    1,500 |         2,100 | < 2,000 |',
    ].join('\n'),
  );
});

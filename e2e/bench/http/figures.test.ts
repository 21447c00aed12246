import { expect, it, test } from 'vitest';
import { figuresOf, type HttpFigures, missesOf } from './figures.ts';
import type { Reply } from './load-plan.ts';

const reply = (sentAtMs: number, tookMs: number, problem?: string): Reply => ({
  ...{ messageId: problem === undefined ? 'id' : null, sentAtMs, tookMs },
  ...(problem === undefined ? {} : { problem }),
});

it('counts what ends in the measured time, and times what is sent in it', () => {
  const replies = [
    reply(-200, 100),
    reply(-50, 100),
    ...Array.from({ length: 18 }, (_, index) => reply(index * 100, 10)),
    reply(1_900, 5_000),
    reply(500, 1, '503 busy'),
    reply(600, 1, '503 busy'),
  ];
  expect(figuresOf(replies, 2)).toEqual({
    ...{ requestsPerSecond: 19 / 2, latencyMs: { p50: 10, p95: 5_000, p99: 5_000 } },
    ...{ answered: 21, refused: 2, problems: ['503 busy'] },
  });
});

const good: HttpFigures = {
  ...{ requestsPerSecond: 500, latencyMs: { p50: 100, p95: 219, p99: 300 } },
  ...{ answered: 1, refused: 0, problems: [] },
};
test.each<[string, Partial<HttpFigures>, { questions?: number; broken?: string[] }, string[]]>([
  ['all is well', {}, {}, []],
  ['too slow', { requestsPerSecond: 499.4 }, {}, ['499 requests/s < 500']],
  ['too late', { latencyMs: { p50: 1, p95: 220, p99: 220 } }, {}, ['p95 220 ms ≥ 220']],
  ['nothing was answered', { latencyMs: { p50: NaN, p95: NaN, p99: NaN } }, {}, ['p95 NaN ms ≥ 220']],
  ['too few questions', {}, { questions: 199 }, ['199 different questions < 200']],
  ['refused', { refused: 1 }, {}, ['1 requests were refused or answered wrongly']],
  ['lost', {}, { broken: ['1 answered requests are not stored'] }, ['1 answered requests are not stored']],
])('%s', (_, figures, { questions = 200, broken = [] }, misses) =>
  expect(missesOf({ ...good, ...figures }, { questions, broken })).toEqual(misses),
);

import { expect, it } from 'vitest';
import { missesOf } from '../load/judge.ts';
import { type ChaosMeasured, chaosFigures } from './figures.ts';
import type { Gap } from './gaps.ts';
import { message } from './testing/answers.ts';

const gap = (kind: 'worker-killed' | 'worker-stopped', gapMs: number): Gap => ({
  event: { kind, worker: 1, atSeconds: 5 },
  ...{ generationId: 'g', gapMs },
  parts: { leaseMs: 0, sweepMs: 400, claimMs: 50, prefillMs: gapMs - 550, toldMs: 100 },
});

const well: ChaosMeasured = {
  ...{ workers: 2, messages: Array.from({ length: 1_000 }, () => message()), problems: [], struck: [] },
  gaps: [...Array.from({ length: 20 }, () => gap('worker-killed', 2_000)), gap('worker-stopped', 5_500)],
};
const missed = (parts: Partial<ChaosMeasured>) => missesOf(chaosFigures({ ...well, ...parts })).map(({ name }) => name);

it('meets its targets where all is well', () => {
  expect(missed({})).toEqual([]);
});

it.each<[string, Partial<ChaosMeasured>, string[]]>([
  [
    'one unanswered of a thousand is allowed',
    { messages: [...well.messages.slice(1), message({ outcome: 'ended' })] },
    [],
  ],
  [
    'two are not',
    { messages: [...well.messages.slice(2), message({ outcome: 'ended' }), message({ outcome: 'refused' })] },
    ['answered'],
  ],
  ['a message lost', { problems: [{ kind: 'lost', what: '' }] }, ['lost']],
  ['an answer torn', { problems: [{ kind: 'torn', what: '' }] }, ['torn']],
  ['one gap of 5 s in twenty-one', { gaps: [...well.gaps, gap('worker-killed', 5_000)] }, []],
  ['one of 7 s', { gaps: [...well.gaps, gap('worker-killed', 7_000)] }, ['gap after a worker’s death at most']],
  [
    'gaps of 4 s',
    { gaps: [gap('worker-killed', 4_000), gap('worker-stopped', 5_000)] },
    ['gap after a worker’s death p95'],
  ],
  [
    'nobody went on',
    { gaps: [] },
    ['gap after a worker’s death p95', 'gap after a worker’s death at most', 'gap after a worker’s stop at most'],
  ],
  ['a single worker that was back after 7 s', { workers: 1, gaps: [gap('worker-killed', 7_000)] }, []],
  ['after 9 s', { workers: 1, gaps: [gap('worker-killed', 9_000)] }, ['gap after a worker’s death at most']],
])('%s', (_, parts, names) => {
  expect(missed(parts)).toEqual(names);
});

it('says how a take-over adds up', () => {
  const figures = new Map(
    chaosFigures({ ...well, gaps: [gap('worker-killed', 2_000)] }).map((one) => [one.name, one.value]),
  );
  expect(
    ['lease', 'notice', 'claim', 'prefill', 'tell'].map((part) => figures.get(`${part} after a worker’s death p50`)),
  ).toEqual([...[0, 400, 50, 1_450, 100]]);
});

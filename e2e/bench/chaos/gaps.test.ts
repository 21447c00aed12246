import { expect, it } from 'vitest';
import { gapsOf } from './gaps.ts';
import type { Struck } from './strike.ts';
import { chunk, message, storedAnswer } from './testing/answers.ts';

const killed: Struck = {
  event: { kind: 'worker-killed', worker: 1, atSeconds: 9 },
  ...{ atMs: 10_000, caught: [{ generationId: 'g', epoch: 1, leaseLeftMs: 3_500 }], readyMs: 4_000 },
};
/** Told `You ` by the first worker and `may.` by the second. */
const takenOver = storedAnswer({
  ...{ epoch: 2, queuedAtMs: 10_400 },
  chunks: [chunk({ text: 'You ' }), chunk({ epoch: 2, firstToken: 1, tokens: 2, position: 4, text: 'may.' })],
});
const seen = message({
  shown: [
    { atMs: 9_900, chars: 2 },
    { atMs: 10_010, chars: 4 },
    { atMs: 11_300, chars: 6 },
    { atMs: 11_350, chars: 8 },
  ],
});
const continued = () => ({ atMs: 11_200, prefillMs: 750 });
const sources = { messages: [seen], answers: [takenOver], continued };
const none = { ...sources, continued: () => undefined };

it('lasts from a worker’s death to the first words of the next one, not to those that were still on their way', () => {
  const [gap] = gapsOf(killed, sources);
  expect(gap).toMatchObject({ generationId: 'g', gapMs: 1_300 });
  expect(gap?.parts).toEqual({ leaseMs: 0, sweepMs: 400, claimMs: 50, prefillMs: 750, toldMs: 100 });
});

it('of a worker that stopped begins with what was left of the lease', () => {
  const stopped: Struck = { ...killed, event: { ...killed.event, kind: 'worker-stopped', worker: 1 } };
  const answer = { ...takenOver, queuedAtMs: 13_700 };
  const shown = [{ atMs: 14_900, chars: 8 }];
  const [gap] = gapsOf(stopped, {
    ...{ messages: [message({ shown })], answers: [answer], continued: () => ({ atMs: 14_800, prefillMs: 1_000 }) },
  });
  expect(gap?.gapMs).toBe(4_900);
  expect(gap?.parts).toEqual({ leaseMs: 3_500, sweepMs: 200, claimMs: 100, prefillMs: 1_000, toldMs: 100 });
});

it('the parts are the whole', () => {
  const [gap] = gapsOf(killed, sources);
  expect(Object.values(gap?.parts ?? {}).reduce((sum, ms) => sum + ms, 0)).toBe(gap?.gapMs);
});

it('has no parts where the log does not tell', () => {
  expect(gapsOf(killed, none)).toMatchObject([{ gapMs: 1_300, parts: null }]);
});

it('has none either where the answer was put back once more afterwards', () => {
  const again = { ...takenOver, queuedAtMs: 60_000 };
  expect(gapsOf(killed, { ...sources, answers: [again] })).toMatchObject([{ gapMs: 1_300, parts: null }]);
});

it('is none where all words were there', () => {
  expect(gapsOf(killed, { ...sources, answers: [storedAnswer()] })).toEqual([]);
});

it('has no end where nobody went on', () => {
  const lost = message({ outcome: 'unanswered', shown: [] });
  expect(gapsOf(killed, { ...sources, messages: [lost], answers: [storedAnswer({ state: 'running' })] })).toMatchObject(
    [{ gapMs: Number.POSITIVE_INFINITY }],
  );
});

it('is the longest silence where no worker died', () => {
  const restarted: Struck = { ...killed, event: { kind: 'database-restarted', atSeconds: 9 } };
  const shown = [9_900, 10_040, 11_240, 11_300, 40_000].map((atMs, index) => ({ atMs, chars: index + 1 }));
  expect(gapsOf(restarted, { ...none, messages: [message({ shown })] })).toMatchObject([{ gapMs: 28_700 }]);
  const later = [...shown.slice(0, -1), { atMs: 26_000, chars: 5 }, { atMs: 60_000, chars: 6 }];
  expect(gapsOf(restarted, { ...none, messages: [message({ shown: later })] })).toMatchObject([{ gapMs: 14_700 }]);
  expect(gapsOf(restarted, { ...none, messages: [message({ shown: shown.slice(0, 1) })] })).toEqual([]);
});

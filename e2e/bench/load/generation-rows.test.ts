import { expect, it } from 'vitest';
import { compareWithStored, queueOverTime } from './generation-rows.ts';
import { answered, row } from './testing/measured.ts';

it('an answer waits from its message to its worker, and is in the making until it is finished', () => {
  const rows = [
    row({ receivedAtMs: 500, startedAtMs: 1_500, finishedAtMs: 3_500 }),
    row({ receivedAtMs: 1_900, startedAtMs: 2_000, finishedAtMs: 2_900 }),
    // Given up before it began; from the answer cache; still under way.
    row({ receivedAtMs: 900, startedAtMs: null, finishedAtMs: 4_500 }),
    row({ receivedAtMs: 2_950, startedAtMs: null, finishedAtMs: 2_960 }),
    row({ receivedAtMs: 4_100, startedAtMs: 4_900, finishedAtMs: null }),
  ];
  expect(queueOverTime(rows, { fromMs: 0, toMs: 5_000 })).toEqual([
    { atMs: 0, queued: 0, running: 0 },
    { atMs: 1_000, queued: 2, running: 0 },
    { atMs: 2_000, queued: 1, running: 2 },
    { atMs: 3_000, queued: 1, running: 1 },
    { atMs: 4_000, queued: 1, running: 0 },
    { atMs: 5_000, queued: 0, running: 1 },
  ]);
});

it('what a customer saw has to be what is stored', () => {
  const rows = new Map(
    [
      row({ id: 'same', text: 'Until 31 January.' }),
      row({ id: 'other', text: 'Until 30 June.' }),
      row({ id: 'open', state: 'running', text: 'Until 31 January.' }),
    ].map((one) => [one.id, one]),
  );
  const sent = ['same', 'other', 'open', 'missing'].map((generationId) =>
    answered({ generationId, text: 'Until 31 January.' }),
  );
  expect(compareWithStored(sent, rows).map(({ outcome }) => outcome)).toEqual([
    'answered',
    'wrong-text',
    'wrong-text',
    'wrong-text',
  ]);
  const refused = { ...answered({}), outcome: 'refused' as const };
  expect(compareWithStored([refused], rows)).toEqual([refused]);
});

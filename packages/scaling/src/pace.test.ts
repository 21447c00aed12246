import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { Pace, type PaceLook, paceWindowMs } from './pace.ts';

/** One worker with all of its slots taken, which ends four answers a second. */
const full = { running: 8, slots: 8, ready: 1, starting: 0, answered: 20 };
const idle = { ...full, running: 0, answered: 0 };
const none = { running: 0, slots: 0, ready: 0, starting: 0, answered: 0 };
type Look = Omit<PaceLook, 'atMs'>;
/** So many looks alike. */
const looks = (count: number, look: Partial<Look> = {}): Look[] =>
  Array.from({ length: count }, () => ({ ...full, ...look }));

/** @returns the pace after looks of one a second */
function paceOf(seen: readonly Look[]): number | undefined {
  const pace = new Pace();
  for (const [second, look] of seen.entries()) pace.update({ atMs: 1_000 * second, ...look });
  return pace.answersPerSecond;
}

test.each<[string, Look[], number | undefined]>([
  ['nothing was seen', [], undefined],
  ['not long enough', looks(5), undefined],
  ['long enough', looks(6), 4],
  ['by what all workers make', looks(6, { ready: 2, slots: 16, running: 16 }), 4],
  ['half of the slots are enough', looks(6, { running: 4 }), 4],
  ['fewer say nothing', looks(20, { running: 3 }), undefined],
  ['nor do idle workers', looks(20, idle), undefined],
  ['nor a break', [...looks(5), ...looks(1, idle), ...looks(5)], undefined],
  ['nor workers that come and go', [...looks(5), ...looks(5, { ready: 2 })], undefined],
  ['the first second after an outage, with one answer', [...looks(20, none), ...looks(1, { answered: 1 })], undefined],
  ['an outage does not slow what was known', [...looks(6), ...looks(20, none), ...looks(3, { answered: 1 })], 4],
  ['without a worker nothing is answered', [...looks(6), ...looks(1, none)], undefined],
  ['a quiet spell does not slow what was known', [...looks(6), ...looks(60, idle)], 4],
  ['nor does a spike that begins', [...looks(6), ...looks(60, idle), ...looks(5, { answered: 1 })], 4],
  ['of twice the workers twice as much', [...looks(6), ...looks(1, { ready: 2 })], 8],
  ['of workers that start, too', [...looks(6), ...looks(1, { starting: 2 })], 12],
  ['of what one worker less makes', [...looks(6, { ready: 2, slots: 16, running: 16 }), ...looks(1)], 2],
  ['a slower pace is believed little by little', [...looks(6), ...looks(1, { answered: 10 })], 0.9 * 4 + 0.1 * 2],
  ['answers of 20 s that began together', [...looks(20, { answered: 0 }), ...looks(1, { answered: 1 })], undefined],
  ['and once as many have ended as are made', [...looks(20, { answered: 0 }), ...looks(20, { answered: 2 })], 0.4],
  ['what was known ten minutes ago', [...looks(6), ...looks(601, idle)], undefined],
])('%s', (_, seen, expected) => {
  const pace = paceOf(seen);
  if (expected === undefined) expect(pace).toBeUndefined();
  else expect(pace).toBeCloseTo(expected, 9);
});

test('looks too far apart are no unbroken queue', () => {
  const pace = new Pace();
  for (let look = 0; look < 20; look += 1) pace.update({ atMs: 3_000 * look, ...full });
  expect(pace.answersPerSecond).toBeUndefined();
});

it('is never beyond what was seen', () => {
  const look = fc.record({
    running: fc.nat(64),
    slots: fc.integer({ min: 1, max: 64 }),
    ready: fc.nat(3),
    starting: fc.constant(0),
    answered: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 40 }), (seen) => {
      const pace = paceOf(seen);
      if (pace === undefined) return;
      const most = Math.max(...seen.filter(({ ready }) => ready > 0).map(({ answered, ready }) => answered / ready));
      expect(pace).toBeLessThanOrEqual((3 * 1_000 * most) / paceWindowMs + 1e-9);
      expect(pace).toBeGreaterThanOrEqual(0);
    }),
  );
});

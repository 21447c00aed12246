import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { coolDownMs, type Limits, type Observation, type ScalingState, wantedWorkers } from './wanted-workers.ts';

const limits: Limits = { min: 2, max: 8 };
const nowMs = 1_000_000;
const idle: Omit<Observation, 'atMs'> = {
  ...{ waiting: 0, running: 0, ready: 2, starting: 0, slotsPerWorker: 32 },
};

/** So many seconds of looks that end now, all alike. */
function looks(changes: Partial<Observation> = {}, seconds = 90, untilMs = nowMs): Observation[] {
  return Array.from({ length: seconds }, (_, index) => ({
    ...{ ...idle, ...changes },
    atMs: untilMs - 1_000 * (seconds - 1 - index),
  }));
}
/** The last so many seconds, after a quiet minute. */
const then = (changes: Partial<Observation>, seconds: number) => [
  ...looks({}, 60, nowMs - 1_000 * seconds),
  ...looks(changes, seconds),
];
const since = (wanted: number, ms = 10 * coolDownMs): ScalingState => ({ wanted, changedAtMs: nowMs - ms });

test.each<[string, Observation[], ScalingState, number, string]>([
  ['nothing seen yet', [], since(3), 3, 'steady'],
  ['nothing to do, the least is warm', looks(), since(2), 2, 'steady'],
  ['nothing decided yet', looks(), since(0), 2, 'limits'],
  ['fewer than the least: another machine wants no more', looks(), since(1), 1, 'steady'],
  ['fewer than the least, and as much to do as one carries', looks({ running: 8 }), since(1), 1, 'steady'],
  ['fewer than the least, and more to do', looks({ running: 9 }), since(1), 2, 'queue'],
  ['more than the most: another machine has the room', looks({ running: 500 }), since(9), 9, 'steady'],
  ['more than the most, late', looks({ ttftP99Ms: 5_000, running: 500 }), since(9), 9, 'steady'],
  ['more than the most, and little to do', looks(), since(9), 8, 'calm'],

  // A quarter of 32 slots: 8 answers for each worker.
  ['as much as two carry', looks({ running: 16 }), since(2), 2, 'steady'],
  ['one more', looks({ running: 17 }), since(2), 3, 'queue'],
  ['waiting counts like running', looks({ running: 12, waiting: 21 }), since(2), 5, 'queue'],
  ['to as many as asked for, at once', looks({ running: 64 }), since(2), 8, 'queue'],
  ['never above the most', looks({ running: 64, waiting: 1_000 }), since(2), 8, 'queue'],
  ['all that may be is there', looks({ running: 256, waiting: 1_000 }), since(8), 8, 'steady'],
  ['the first look of all', looks({ running: 64 }, 1), since(2), 2, 'steady'],
  [
    'two looks in a row, however far apart',
    [...looks({ running: 64 }, 1, nowMs - 4_000), ...looks({ running: 64 }, 1)],
    since(2),
    8,
    'queue',
  ],
  ['one crowded look', then({ running: 40 }, 1), since(2), 2, 'steady'],
  [
    'two of them: to the smaller one',
    [...then({ running: 60 }, 2).slice(0, -1), ...looks({ running: 30 }, 1)],
    since(2),
    4,
    'queue',
  ],
  ['while others start', looks({ running: 40, starting: 3 }), since(5), 5, 'steady'],
  ['no cool-down upwards', looks({ running: 48 }), since(4, 1_000), 6, 'queue'],
  ['nobody is ready, some wait', looks({ waiting: 20, ready: 0 }), since(2), 3, 'queue'],
  ['other slots', looks({ running: 16, slotsPerWorker: 8 }), since(2), 8, 'queue'],

  ['first words near the promised time', looks({ ttftP99Ms: 1_200, running: 10 }), since(2), 3, 'ttft'],
  ['not near it', looks({ ttftP99Ms: 1_199, running: 10 }), since(2), 2, 'steady'],
  ['one at a time, however late', looks({ ttftP99Ms: 30_000, running: 10 }), since(2), 3, 'ttft'],
  ['late, but each worker has one answer', looks({ ttftP99Ms: 5_000, running: 2 }), since(2), 2, 'steady'],
  ['late, while one starts', looks({ ttftP99Ms: 5_000, running: 10, starting: 1 }), since(3), 3, 'steady'],
  ['late, but more have just come', looks({ ttftP99Ms: 5_000, running: 10 }), since(3, 14_000), 3, 'steady'],
  ['late still', looks({ ttftP99Ms: 5_000, running: 10, ready: 3 }), since(3, 15_000), 4, 'ttft'],
  [
    'late, with the least, of which another machine needs fewer',
    looks({ ttftP99Ms: 5_000, running: 8 }),
    since(1),
    3,
    'ttft',
  ],
  ['late, and all there may be', looks({ ttftP99Ms: 5_000, running: 20 }), since(8), 8, 'steady'],

  // 18 % of the slots: 5.76 answers for each.
  ['little to do', looks({ running: 17, ready: 4 }), since(4), 3, 'calm'],
  ['one at a time', looks({ ready: 8 }), since(8), 7, 'calm'],
  ['not so little', looks({ running: 18, ready: 4 }), since(4), 4, 'steady'],
  [
    'little to do, but not for long',
    [...looks({ running: 22 }, 30, nowMs - 59_000), ...looks({}, 59)],
    since(4),
    4,
    'steady',
  ],
  [
    'little to do for long enough',
    [...looks({ running: 22 }, 30, nowMs - 60_000), ...looks({}, 60)],
    since(4),
    3,
    'calm',
  ],
  [
    'one crowded look within the cool-down',
    [...looks({}, 60, nowMs - 30_000), ...looks({ running: 24 }, 1, nowMs - 29_000), ...looks({}, 29)],
    since(4),
    4,
    'steady',
  ],
  ['changed a moment ago', looks(), since(4, coolDownMs - 1), 4, 'steady'],
  ['changed long enough ago', looks(), since(4, coolDownMs), 3, 'calm'],
  [
    'little to do, but first words are late',
    looks({ running: 9, ttftP99Ms: 1_500, ready: 4 }),
    since(4, 1_000),
    4,
    'steady',
  ],
  [
    'were late within the cool-down',
    [...looks({ running: 9, ttftP99Ms: 1_500, ready: 4 }, 10, nowMs - 40_000), ...looks({ ready: 4 }, 40)],
    since(4),
    4,
    'steady',
  ],
  ['late with one fewer', looks({ running: 9, ttftP99Ms: 900, ready: 4 }), since(4), 4, 'steady'],
  ['in time with one fewer', looks({ running: 9, ttftP99Ms: 899, ready: 4 }), since(4), 3, 'calm'],
  ['late with one fewer of three', looks({ running: 5, ttftP99Ms: 800, ready: 3 }), since(3), 3, 'steady'],
  ['in time with one fewer of three', looks({ running: 5, ttftP99Ms: 799, ready: 3 }), since(3), 2, 'calm'],
  ['late, but alone with one fewer, too', looks({ running: 3, ttftP99Ms: 5_000, ready: 4 }), since(4), 3, 'calm'],
  ['late, and not alone with one fewer', looks({ running: 4, ttftP99Ms: 5_000, ready: 4 }), since(4), 4, 'steady'],
  ['never below the least', looks(), since(2), 2, 'steady'],
])('%s', (_, observations, state, wanted, reason) => {
  const result = wantedWorkers(observations, limits, state);
  expect([result.wanted, result.reason]).toEqual([wanted, reason]);
  expect(result.state).toEqual({
    wanted,
    changedAtMs: reason === 'steady' || !observations.length ? state.changedAtMs : nowMs,
  });
});

it('on a machine with room for one the least is one too', () => {
  expect(wantedWorkers(looks({ running: 99 }), { min: 2, max: 1 }, since(0)).wanted).toBe(1);
});

const anyLoad = fc.record(
  {
    waiting: fc.nat(300),
    running: fc.nat(300),
    ready: fc.nat(10),
    starting: fc.nat(3),
    slotsPerWorker: fc.constantFrom(4, 8, 32),
    ttftP99Ms: fc.nat(10_000),
  },
  { requiredKeys: ['waiting', 'running', 'ready', 'starting', 'slotsPerWorker'] },
);
const anyLimits = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(10)).map(([min, more]) => ({ min, max: min + more }));

type Load = Omit<Observation, 'atMs'>;

/** What is wanted each second, under loads that come one after the other; `loads` may depend on how many were wanted before. */
function follow(loads: readonly (Load | ((ready: number) => Load))[], bounds: Limits, first: number): number[] {
  let state: ScalingState = { wanted: first, changedAtMs: 0 };
  const seen: Observation[] = [];
  return loads.map((load, second) => {
    seen.push({ ...(typeof load === 'function' ? load(state.wanted) : load), atMs: 1_000 * second });
    if (seen.length > 70) seen.shift();
    state = wantedWorkers(seen, bounds, state).state;
    return state.wanted;
  });
}
const changes = (wanted: readonly number[]) =>
  wanted
    .slice(1)
    .map((count, index) => count - (wanted[index] ?? count))
    .filter((change) => change !== 0);

describe('whatever is seen', () => {
  it('the limits hold, and fewer come one at a time, a cool-down apart', () => {
    fc.assert(
      fc.property(
        fc.array(anyLoad, { minLength: 1, maxLength: 200 }),
        anyLimits,
        fc.nat(20),
        (loads, bounds, first) => {
          const wanted = follow(loads, bounds, first);
          expect(Math.min(...wanted)).toBeGreaterThanOrEqual(Math.min(bounds.min, first || bounds.min));
          expect(Math.max(...wanted)).toBeLessThanOrEqual(Math.max(bounds.max, first));
          const steps = wanted.map((count, second) => count - (wanted[second - 1] ?? count));
          const lowered = steps.flatMap((step, second) => (step < 0 ? [second] : []));
          for (const [index, second] of lowered.entries()) {
            expect(steps[second]).toBe(-1);
            if (index > 0) expect(second - (lowered[index - 1] ?? 0)).toBeGreaterThanOrEqual(coolDownMs / 1_000);
          }
        },
      ),
    );
  });

  it('a load that stays never asks for more and for fewer', () => {
    fc.assert(
      fc.property(anyLoad, anyLimits, fc.nat(15), (load, bounds, first) => {
        const steps = changes(
          follow(
            Array.from({ length: 500 }, () => load),
            bounds,
            first,
          ),
        );
        expect(steps.every((step) => step > 0) || steps.every((step) => step < 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  const bounds = { min: 1, max: 12 };
  /** What changes within a quarter of an hour in which as many are ready as are wanted. */
  const changesUnder = (load: (ready: number) => Partial<Load>, first: number) =>
    changes(
      follow(
        Array(900).fill((ready: number) => ({ ...idle, ready, ...load(ready) })),
        bounds,
        first,
      ),
    );

  it.each<[string, (ready: number) => Partial<Load>, number]>([
    ['of which each worker more takes its share', (ready) => ({ running: 10, ttftP99Ms: 2_800 / ready }), 2],
    ['that no worker more makes quicker', () => ({ running: 5, ttftP99Ms: 1_500 }), 4],
  ])('nor does one with late first words %s', (_, load, first) => {
    expect(changesUnder(load, first)).toEqual([1]);
  });

  it('nor does any whose first words come sooner with more workers, or do not', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(20_000), fc.boolean(), fc.nat(12), (running, ms, isShared, first) => {
        const steps = changesUnder((ready) => ({ running, ttftP99Ms: isShared ? ms / ready : ms }), first);
        expect(steps.every((step) => step > 0) || steps.every((step) => step < 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('nor does one that goes up and down by a third around what stays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.array(fc.double({ min: 0.67, max: 1.33, noNaN: true }), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 2, max: 12 }),
        (running, noise, first) => {
          const loads = Array.from({ length: 600 }, (_, second) => ({
            ...{ ...idle, running: Math.round(running * (noise[second % noise.length] ?? 1)) },
          }));
          const steps = changes(follow(loads, { min: 2, max: 12 }, first));
          const firstLowered = steps.findIndex((step) => step < 0);
          if (firstLowered >= 0) expect(steps.slice(firstLowered).every((step) => step < 0)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('machines with other limits do not overrule each other', () => {
  /** What is wanted while two of them take turns, each second. */
  function takeTurns(
    bounds: readonly Limits[],
    seconds: number,
    look: (second: number) => Observation[],
    first: number,
  ) {
    let state: ScalingState = { wanted: first, changedAtMs: 0 };
    return Array.from({ length: seconds }, (_, second) =>
      bounds.map((one) => {
        state = wantedWorkers(look(second), one, state).state;
        return state.wanted;
      }),
    ).flat();
  }

  it('by the most', () => {
    const bounds = [2, 4].map((max) => ({ min: 1, max }));
    expect(changes(takeTurns(bounds, 30, (second) => then({ running: 24 }, second + 1), 2))).toEqual([1]);
  });

  it('by the least: one takes away what only the other one’s limits ask for, and it stays away', () => {
    const bounds = [1, 3].map((min) => ({ min, max: 4 }));
    const quiet = (second: number) => looks({}, Math.min(second + 1, 90), 1_000 * second);
    expect(changes(takeTurns(bounds, 600, quiet, 3))).toEqual([-1, -1]);
    expect(changes(takeTurns(bounds, 600, quiet, 1))).toEqual([]);
  });
});

it('after a spike it comes down within a cool-down for each worker', () => {
  const loads = [...Array(30).fill({ ...idle, running: 64 }), ...Array(600).fill({ ...idle, running: 4 })];
  const wanted = follow(loads, limits, 2);
  expect(Math.max(...wanted)).toBe(8);
  expect(wanted.indexOf(7)).toBe(30 + coolDownMs / 1_000 - 1);
  expect(wanted.indexOf(2, 40)).toBe(wanted.indexOf(7) + (5 * coolDownMs) / 1_000);
});

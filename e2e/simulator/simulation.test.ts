import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRandom, exponential } from '../bench/load/random.ts';
import { type Ask, asksOf, followCurve } from './customers.ts';
import { type Message, ttftMs } from './message.ts';
import type { Asker, Scenario } from './scenario.ts';
import { loadServiceTimes, type ServiceTimes } from './service-times.ts';
import { simulate } from './simulation.ts';
import { worded } from './workload.ts';

const times = loadServiceTimes('nowhere');

function scenario(changes: Partial<Scenario> & { users?: number; seconds?: number } = {}): Scenario {
  const { users = 100, seconds = 120, seed = 1, ...others } = changes;
  const askers = followCurve(() => users, seconds, seed).map((one) => ({ ...one, asks: asksOf(one, worded, seed) }));
  return {
    ...{ askers, times, choice: 'affinity', workers: 2, slots: 32, lossesMs: [], untilMs: 1_000 * seconds, seed },
    ...others,
  };
}

describe('whatever happens', () => {
  it('every message is answered, refused or expired, once and in order of time', () => {
    fc.assert(
      fc.property(
        fc.record({
          users: fc.integer({ min: 0, max: 300 }),
          seed: fc.nat(1_000),
          choice: fc.constantFrom('affinity' as const, 'pulling' as const),
          workers: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant({ min: 1, max: 4 })),
          slots: fc.constantFrom(1, 4, 32),
          lossesMs: fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 3 }),
        }),
        (options) => {
          const { messages, samples } = simulate(scenario({ ...options, seconds: 40 }));
          for (const message of messages) {
            expect(message.outcome).toBeDefined();
            expect(message.endedMs).toBeGreaterThanOrEqual(message.sentMs);
            if (message.outcome !== 'answered') {
              expect(ttftMs(message)).toBe(Number.POSITIVE_INFINITY);
              continue;
            }
            expect(message.takenMs).toBeGreaterThan(message.sentMs);
            expect(message.firstMs).toBeGreaterThan(message.takenMs ?? Number.POSITIVE_INFINITY);
            expect(message.cachedTokens).toBeLessThanOrEqual(message.historyTokens);
          }
          for (const { ready, running } of samples) expect(running).toBeLessThanOrEqual((ready + 4) * options.slots);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('the same scenario gives the same run', () => {
    const options = { workers: { min: 1, max: 4 }, lossesMs: [30_000], users: 250, seconds: 60 };
    for (const choice of ['affinity', 'pulling'] as const) {
      expect(simulate(scenario({ ...options, choice }))).toEqual(simulate(scenario({ ...options, choice })));
    }
    expect(simulate(scenario({ ...options, seed: 2 }))).not.toEqual(simulate(scenario(options)));
  });
});

describe('against theory', () => {
  /** Every answer takes 100 ms, alone: 40 for the prompt, six steps of 10. */
  const constant: ServiceTimes = {
    ...{ source: 'made up', stepMs: () => 10, chunkMs: () => 30, chunkTokensIn: () => 1, promptMs: 10 },
  };
  const serviceMs = 100;

  /** Messages as they come in a Poisson process, each from somebody of their own. */
  function poisson(count: number, meanMs: number): Asker[] {
    const random = createRandom(8);
    let comesMs = 0;
    return Array.from({ length: count }, (_, index) => {
      comesMs += exponential(random, meanMs);
      const turn = { newTokens: 1, steps: 6, forcedTokens: 0, lookUpMs: 0 };
      const ask: Ask = { ...turn, conversation: String(index), historyTokens: 0, thinkMs: 0 };
      return { comesMs, goesMs: comesMs + 1e-6, asks: [ask].values() };
    });
  }

  /**
   * Mean wait of M/D/c: of M/M/c by Erlang's formula, times the correction of G. P. Cosmetatos, "Some approximate equilibrium
   * results for the multi-server queue (M/G/r)", 1976; exact for one server.
   */
  function waitMs(servers: number, load: number): number {
    let erlangB = 1;
    for (let count = 1; count <= servers; count++) {
      erlangB = (load * servers * erlangB) / (count + load * servers * erlangB);
    }
    const erlangC = erlangB / (1 - load * (1 - erlangB));
    const exponentialMs = (erlangC * serviceMs) / (servers * (1 - load));
    const correction = 1 + ((1 - load) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * load * servers);
    return (exponentialMs / 2) * correction;
  }

  test.each([
    [1, 0.5],
    [1, 0.8],
    [4, 0.8],
    [8, 0.85],
  ])('%i workers with one slot each, loaded to %f, keep waiting as M/D/c does', (workers, load) => {
    const askers = poisson(20_000, serviceMs / (workers * load));
    const untilMs = 1 + (askers.at(-1)?.comesMs ?? 0);
    const run = { times: constant, choice: 'pulling', slots: 1, lossesMs: [], seed: 1 } as const;
    const { messages } = simulate({ ...run, askers, workers, untilMs });
    // 19 ms pass before a message is on the queue.
    const waits = messages.map(({ takenMs = Number.NaN, sentMs }) => takenMs - sentMs - 19);
    const mean = waits.reduce((sum, ms) => sum + ms, 0) / waits.length;
    // So many messages leave some percent to chance: with other seeds it is above and below.
    expect(Math.abs(mean / waitMs(workers, load) - 1)).toBeLessThan(0.06);
  });
});

describe('which worker', () => {
  it('affinity finds what was said, pulling a part of it', () => {
    const found = (choice: Scenario['choice']) => {
      const { messages } = simulate(scenario({ choice, workers: 4 }));
      // Nobody has read what was said before the start.
      const settled = messages.filter(({ sentMs }) => sentMs > 60_000);
      const sum = (read: (message: Message) => number) => settled.reduce((total, one) => total + read(one), 0);
      return sum(({ cachedTokens }) => cachedTokens) / sum(({ historyTokens }) => historyTokens);
    };
    expect(found('affinity')).toBeGreaterThan(0.85);
    expect(found('pulling')).toBeLessThan(0.6);
  });

  it('with one worker there is nothing to choose', () => {
    const [one, other] = (['affinity', 'pulling'] as const).map((choice) => simulate(scenario({ choice, workers: 1 })));
    expect(one?.messages.map(ttftMs)).toEqual(other?.messages.map(ttftMs));
  });
});

describe('how many workers', () => {
  it('more for a crowd, within the limits', () => {
    const { samples } = simulate(scenario({ users: 600, workers: { min: 1, max: 5 } }));
    expect(Math.max(...samples.map(({ wanted }) => wanted))).toBe(5);
    expect(Math.max(...samples.map(({ ready }) => ready))).toBe(5);
    expect(samples[0]?.ready).toBe(1);
  });

  it('nobody is warm before 5 s', () => {
    const { samples } = simulate(scenario({ users: 600, workers: { min: 1, max: 5 } }));
    const wanted = samples.find((sample) => sample.wanted > 1);
    const ready = samples.find((sample) => sample.ready > 1);
    expect((ready?.atMs ?? 0) - (wanted?.atMs ?? 0)).toBeGreaterThanOrEqual(5_000);
  });
});

describe('a worker fewer', () => {
  const slowly: ServiceTimes = {
    ...{ source: 'made up', stepMs: () => 100, chunkMs: () => 30, chunkTokensIn: () => 16, promptMs: 10 },
  };
  /** Somebody with a question, and with another one after so many seconds. */
  const asker = (comesMs: number, conversation: string, steps: number, thinkSeconds = 1e6): Asker => {
    const ask = { conversation, steps, newTokens: 20, historyTokens: 0, forcedTokens: 0, lookUpMs: 0 };
    const asks = [
      { ...ask, thinkMs: 1_000 * thinkSeconds },
      { ...ask, historyTokens: 41, thinkMs: 1e9 },
    ];
    return { comesMs, goesMs: 300_000, asks: asks.values() };
  };
  /** A crowd has a second worker come, which goes a minute or so after it. */
  function simulateCrowd(...askers: Asker[]) {
    const crowd = Array.from({ length: 30 }, (_, index) => asker(5_000, `crowd ${index}`, 80));
    const limits = { times: slowly, workers: { min: 1, max: 2 }, untilMs: 300_000 };
    const { messages, samples } = simulate(scenario({ ...limits, askers: [...askers, ...crowd] }));
    const fewerMs = samples.findLast(({ ready }) => ready === 2)?.atMs;
    return { fewerMs, of: (name: string) => messages.filter(({ conversation }) => conversation === name) };
  }

  it('is the last one that came: the first ones keep what they have read', () => {
    const { fewerMs, of } = simulateCrowd(asker(1_000, 'first', 20, 250));
    expect(fewerMs).toBeLessThan(250_000);
    expect(of('first').map(({ cachedTokens }) => cachedTokens)).toEqual([0, 32]);
  });

  it('finishes what it can in 5 s, and others what is left', () => {
    const long = ['one', 'another'];
    const { fewerMs = Number.NaN, of } = simulateCrowd(...long.map((name) => asker(30_000, name, 1_200)));
    const took = long.flatMap(of).map(({ sentMs, endedMs = Number.NaN }) => endedMs - sentMs);
    expect(Math.min(...took)).toBeLessThan(125_000);
    // Made anew from then on.
    expect(Math.max(...took)).toBeGreaterThan(fewerMs - 30_000 + 5_000 + 120_000);
    expect(long.flatMap(of).map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
  });
});

describe('a worker lost', () => {
  const { messages, samples } = simulate(scenario({ workers: 3, lossesMs: [60_500] }));
  const readyAt = (second: number) => samples.find(({ atMs }) => atMs === 1_000 * second)?.ready;

  it('is replaced once the others have read what it had', () => {
    expect([60, 61, 67, 68].map(readyAt)).toEqual([3, 2, 2, 3]);
  });

  it('is replaced at once where it was the only one', () => {
    const alone = simulate(scenario({ workers: 1, users: 30, lossesMs: [60_500] })).samples;
    expect([60, 61, 65, 66].map((second) => alone.find(({ atMs }) => atMs === 1_000 * second)?.ready)).toEqual([
      ...[1, 0, 0, 1],
    ]);
  });

  it('loses no message; those that it had are taken over half a second later', () => {
    expect(messages.every(({ outcome }) => outcome === 'answered')).toBe(true);
    const caught = messages.filter(({ takenMs = 0, endedMs = 0 }) => takenMs < 60_500 && endedMs > 61_000);
    expect(caught.length).toBeGreaterThan(0);
  });
});

it('without a worker messages expire after a minute, and a hundred may wait', () => {
  const { messages } = simulate(scenario({ users: 150, workers: 0, seconds: 40 }));
  const expired = messages.filter(({ outcome }) => outcome === 'expired');
  expect(expired).toHaveLength(100);
  for (const { sentMs, endedMs = 0 } of expired) expect(endedMs - sentMs).toBeCloseTo(60_000, 6);
  expect(messages.filter(({ outcome }) => outcome === 'refused')).toHaveLength(messages.length - 100);
});

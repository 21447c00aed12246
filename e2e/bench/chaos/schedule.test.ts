import { describe, expect, it } from 'vitest';
import { effectEndsAt, nameOf, planEvents } from './schedule.ts';

const full = { seconds: 600, workers: 2 };
const seeds = Array.from({ length: 200 }, (_, index) => index + 1);
const plans = seeds.map((seed) => planEvents({ ...full, seed }));
const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind).sort();

describe('ten minutes with two workers', () => {
  it('bring each event as often as wanted', () => {
    for (const events of plans) {
      expect(kinds(events)).toEqual([
        ...['database-restarted', 'gateway-killed', 'worker-killed', 'worker-killed', 'worker-stopped'],
      ]);
    }
  });

  it('kill one worker and then the other', () => {
    for (const events of plans) {
      const killed = events.flatMap((event) => (event.kind === 'worker-killed' ? event.worker : []));
      expect(killed.sort()).toEqual([1, 2]);
    }
  });

  it('begin no event before the effect of the one before is over', () => {
    for (const events of plans) {
      for (const [index, event] of events.entries()) {
        const before = events[index - 1];
        expect(event.atSeconds).toBeGreaterThanOrEqual(before ? effectEndsAt(before) : 0);
      }
    }
  });

  it('end with a minute in which nothing happens and nothing is to be seen of what happened', () => {
    for (const events of plans) for (const event of events) expect(effectEndsAt(event)).toBeLessThanOrEqual(540);
  });

  it('put any event first and any last, early or late', () => {
    expect(new Set(plans.map((events) => events[0]?.kind)).size).toBe(4);
    expect(new Set(plans.map((events) => events.at(-1)?.kind)).size).toBe(4);
    const starts = plans.map((events) => events[0]?.atSeconds ?? 0);
    expect(Math.min(...starts)).toBeLessThan(20);
    expect(Math.max(...starts)).toBeGreaterThan(200);
  });
});

it('the same seed gives the same plan, another one another', () => {
  expect(planEvents({ ...full, seed: 3 })).toEqual(planEvents({ ...full, seed: 3 }));
  expect(planEvents({ ...full, seed: 3 })).not.toEqual(planEvents({ ...full, seed: 4 }));
});

it('a single worker is killed twice and never stopped', () => {
  for (const seed of seeds) {
    const events = planEvents({ seconds: 600, workers: 1, seed });
    expect(kinds(events)).toEqual(['database-restarted', 'gateway-killed', 'worker-killed', 'worker-killed']);
    expect(events.map((event) => ('worker' in event ? event.worker : 1))).toEqual([1, 1, 1, 1]);
  }
});

it.each([
  [600, 5],
  [120, 5],
  [90, 4],
  [40, 1],
  [10, 0],
])('in %i s there is room for %i events or more, and what does not fit is left out', (seconds, least) => {
  for (const seed of seeds) {
    const events = planEvents({ seconds, workers: 2, seed });
    expect(events.length).toBeGreaterThanOrEqual(least);
    for (const event of events) expect(effectEndsAt(event)).toBeLessThanOrEqual(seconds * 0.9 + 1e-6);
  }
});

it('an event has a name', () => {
  expect(nameOf({ kind: 'worker-killed', worker: 2 })).toBe('worker 2 killed');
  expect(nameOf({ kind: 'gateway-killed' })).toBe('gateway killed');
});

it('with Redis, that is killed too', () => {
  for (const seed of seeds) {
    expect(kinds(planEvents({ ...full, seed, redis: true }))).toEqual(
      [...kinds(planEvents({ ...full, seed })), 'redis-restarted'].sort(),
    );
  }
});

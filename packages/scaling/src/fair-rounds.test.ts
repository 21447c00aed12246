import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { FairRounds, type Flow, fairRound, type WaitingAnswer } from './fair-rounds.ts';

/** So many answers of a flow, in rounds one after another. */
const waits = (siteId: string, flow: string, count: number, first: number): WaitingAnswer[] =>
  Array.from({ length: count }, (_, index) => ({ siteId, flow, round: first + index }));

test.each<[string, WaitingAnswer[], Flow, number | undefined, number]>([
  ['nobody waits', [], { siteId: 'a', flow: 'v' }, 7, 0],
  ['another site’s burst', waits('b', 'v', 100, 0), { siteId: 'a', flow: 'v' }, undefined, 0],
  ['another site’s burst, half of it served', waits('b', 'v', 50, 50), { siteId: 'a', flow: 'v' }, undefined, 50],
  ['again, in the round after its last', waits('b', 'v', 50, 50), { siteId: 'a', flow: 'v' }, 50, 51],
  ['again, its last long ago', waits('b', 'v', 50, 50), { siteId: 'a', flow: 'v' }, 7, 50],
  ['again after a burst that was given up', waits('b', 'v', 5, 3), { siteId: 'a', flow: 'v' }, 90, 7],
  [
    'behind its site’s customers',
    [...waits('a', 'x', 1, 1), ...waits('a', 'y', 1, 2)],
    { siteId: 'a', flow: 'v' },
    2,
    3,
  ],
  [
    'behind them where others’ turn is before',
    [...waits('a', 'x', 1, 7), ...waits('b', 'y', 1, 5)],
    { siteId: 'a', flow: 'v' },
    7,
    8,
  ],
  ['between the answers of one who asked many', waits('a', 'x', 20, 1), { siteId: 'a', flow: 'v' }, 20, 2],
  [
    'the second of one who has one',
    [...waits('a', 'x', 20, 1), ...waits('a', 'v', 1, 2)],
    { siteId: 'a', flow: 'v' },
    20,
    4,
  ],
  ['a flow’s own, one after another', waits('a', 'v', 4, 3), { siteId: 'a', flow: 'v' }, 6, 7],
])('%s', (_, waiting, who, lastOfSite, expected) => {
  expect(fairRound(waiting, who, lastOfSite)).toBe(expected);
});

interface Arrival extends Flow {
  atStep: number;
}

/**
 * Serves one answer a step, by rounds.
 * @param lookEvery steps from one look at the queue to the next
 * @returns of each arrival, in which step it was served
 */
function serve(arrivals: readonly Arrival[], lookEvery = 1): number[] {
  const rounds = new FairRounds();
  let queue: (WaitingAnswer & { index: number })[] = [];
  const servedAt: number[] = [];
  for (let step = 0, served = 0; served < arrivals.length; step += 1) {
    if (step % lookEvery === 0) rounds.update(queue, rounds.given);
    for (const [index, { atStep, siteId, flow }] of arrivals.entries()) {
      if (atStep === step) queue.push({ index, siteId, flow, round: rounds.give({ siteId, flow }) });
    }
    queue = queue.toSorted((one, other) => one.round - other.round || one.index - other.index);
    const next = queue.shift();
    if (!next) continue;
    servedAt[next.index] = step;
    served += 1;
  }
  return servedAt;
}

const burst = (siteId: string, count: number, flow?: string): Arrival[] =>
  Array.from({ length: count }, (_, index) => ({ atStep: 0, siteId, flow: flow ?? `${index}` }));

it.each([
  ['a customer of another site', [...burst('a', 100), ...burst('b', 100)], { siteId: 'c', flow: 'v' }],
  ['a customer of the same site', burst('a', 100, 'caller'), { siteId: 'a', flow: 'v' }],
])('%s waits for two answers of a burst at most', (_, bursts, who) => {
  const served = serve([...bursts, { atStep: 40, ...who }]);
  expect((served.at(-1) ?? Infinity) - 40).toBeLessThanOrEqual(2);
});

it('before a customer of another site are those of its round alone', () => {
  const rounds = new FairRounds();
  rounds.update([...waits('a', 'x', 100, 0), ...waits('b', 'y', 1, 0)], 0);
  expect(rounds.before({ siteId: 'c', flow: 'v' })).toBe(2);
  expect(rounds.before({ siteId: 'a', flow: 'x' })).toBe(101);
  rounds.give({ siteId: 'c', flow: 'v' });
  expect(rounds.before({ siteId: 'c', flow: 'v' })).toBe(4);
});

const sites = ['a', 'b', 'c'];
const anybody = fc.record({ siteId: fc.constantFrom(...sites), flow: fc.constantFrom('x', 'y', 'z') });

it('whoever comes for ever after, and whenever it is looked, keeps nobody of a burst waiting for ever', () => {
  const size = 10;
  // One a step: the queue never empties.
  const later = fc.array(anybody, { minLength: 200, maxLength: 200 });
  const turns = Array.from({ length: 200 }, (_, step) => ({ siteId: step % 2 ? 'b' : 'c', flow: 'v' }));
  fc.assert(
    fc.property(later, fc.integer({ min: 1, max: 3 }), (comers, lookEvery) => {
      const comersAt = comers.map((who, index) => ({ atStep: index, ...who }));
      const served = serve([...burst('a', size, 'x'), ...comersAt], lookEvery);
      // Each round has one answer of each other site, and of its own site one of each flow.
      const mostOfRound = sites.length - 1 + 3;
      expect(Math.max(...served.slice(0, size))).toBeLessThanOrEqual(size * mostOfRound * lookEvery);
    }),
    { examples: [[turns, 1]] },
  );
});

it('nobody of a site is overtaken by those of the same site who came later, where each asks once', () => {
  const arrival = fc.record({ atStep: fc.nat(20), siteId: fc.constantFrom(...sites) });
  fc.assert(
    fc.property(fc.array(arrival, { minLength: 1, maxLength: 40 }), (list) => {
      const arrivals = list
        .toSorted((one, other) => one.atStep - other.atStep)
        .map((one, index) => ({ ...one, flow: `${index}` }));
      const served = serve(arrivals);
      for (const siteId of sites) {
        const steps = served.filter((_, index) => arrivals[index]?.siteId === siteId);
        expect(steps).toEqual(steps.toSorted((one, other) => one - other));
      }
    }),
  );
});

it('counts an answer once that was given while it was looked, and begins anew when nobody waits', () => {
  const rounds = new FairRounds();
  const who = { siteId: 'a', flow: 'v' };
  expect([rounds.give(who), rounds.give(who)]).toEqual([0, 1]);
  const before = rounds.given;
  expect(rounds.give(who)).toBe(2);
  rounds.update(waits('a', 'v', 3, 0), before);
  expect(rounds.give(who)).toBe(3);
  rounds.update([], rounds.given);
  expect(rounds.give(who)).toBe(0);
});

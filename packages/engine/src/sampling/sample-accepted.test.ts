import { describe, expect, test, vi } from 'vitest';
import { leftBySorting } from '../../fixtures/left-by-sorting.ts';
import { LogitsRow } from '../logits/logits-row.ts';
import { sampleAccepted } from './sample-accepted.ts';
import { type Sampling, sample } from './sampler.ts';

const rowOf = (logits: Float32Array) => new LogitsRow(logits.length).fill(logits);
const logits = Float32Array.from({ length: 64 }, (_, id) => Math.sin(id * 7) * 2);
const byLikelihood = [...logits.keys()].sort((a, b) => (logits[b] as number) - (logits[a] as number));
// None of those that top-p leaves out: they are not asked about.
const refused = new Set([0, 1, 3].map((rank) => byLikelihood[rank]));
const accepts = (id: number) => !refused.has(id);

test.each<Omit<Sampling, 'seed'>>([
  { temperature: 0.8, topP: 1 },
  { temperature: 0.8, topP: 0.9 },
  { temperature: 0.8, topP: 0.3 },
  { temperature: 0.4, topP: 0.5 },
  { temperature: 1.5, topP: 0.8, topK: 12 },
  { temperature: 1, topP: 0.95, minP: 0.4 },
])('what is accepted is drawn as often as from a list of it: %j', (limits) => {
  const sampling = { ...limits, seed: 11 };
  const row = rowOf(logits);
  const counts = new Map<number, number>();
  const draws = 10_000;
  for (let position = 0; position < draws; position++) {
    const id = sampleAccepted(row, sampling, position, accepts) ?? -1;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const shares = leftBySorting(
    logits.map((logit, id) => (accepts(id) ? logit : -Infinity)),
    sampling,
  );
  expect([...counts.keys()].every((id) => shares.has(id))).toBe(true);
  for (const [id, share] of shares) {
    const expected = share * draws;
    // Five times what chance explains.
    expect(Math.abs((counts.get(id) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected) + 5);
  }
});

test('where nothing is refused it is the draw from all; asked is about the likeliest first, and about each id once', () => {
  const row = rowOf(logits);
  for (const limits of [{ topP: 1 }, { topP: 0.7 }, { topP: 0.9, topK: 9 }]) {
    const sampling = { ...limits, temperature: 0.8, seed: 3 };
    for (let position = 0; position < 200; position++) {
      const asked: number[] = [];
      const all = (id: number) => asked.push(id) > 0;
      expect(sampleAccepted(row, sampling, position, all)).toBe(sample(row, sampling, position));
      expect(asked[0]).toBe(byLikelihood[0]);
      expect(new Set(asked).size).toBe(asked.length);
    }
  }
});

test('many are asked about only where top-p would leave out the one that was drawn', () => {
  const row = rowOf(Float32Array.from({ length: 2_000 }, (_, id) => -id / 1_000));
  const counts = Array.from({ length: 400 }, (_, position) => {
    let asked = 0;
    sampleAccepted(row, { temperature: 1, topP: 0.9, seed: 1 }, position, () => ++asked > 0);
    return asked;
  });
  const few = counts.filter((asked) => asked <= 2).length;
  expect(few).toBeGreaterThan(400 * 0.85);
  expect(few).toBeLessThan(400);
});

test('where a bias forbids all that is accepted, the first of it is taken, as of a list', () => {
  const row = rowOf(Float32Array.of(9, 8, Number.NaN, -Infinity, -Infinity));
  for (const temperature of [0, 1]) {
    for (const topP of [0.9, 1]) {
      const sampling = { temperature, topP, seed: 1 };
      expect(sampleAccepted(row, sampling, 0, (id) => id > 1)).toBe(3);
      expect(sampleAccepted(row, sampling, 0, (id) => id > 3)).toBe(4);
      expect(sample(row, sampling, 0, [3, 4])).toBe(3);
      expect(sampleAccepted(row, sampling, 0, () => false)).toBeUndefined();
    }
  }
  const none = rowOf(Float32Array.of(Number.NaN, Number.NaN));
  expect(() => sampleAccepted(none, { temperature: 1, topP: 1, seed: 1 }, 0, () => true)).toThrow('no number');
});

test('where 1,000 are refused and none accepted, no more are asked about', () => {
  const row = rowOf(new Float32Array(3_000));
  for (const topP of [0.9, 1]) {
    let asked = 0;
    const none = () => ++asked < 0;
    expect(sampleAccepted(row, { temperature: 1, topP, seed: 1 }, 0, none)).toBeUndefined();
    expect(asked).toBe(1_000);
  }
});

describe('where nearly all is refused', () => {
  const flat = Float32Array.from({ length: 4_000 }, (_, id) => (id === 7 ? 1 : Math.sin(id) / 10));
  const accepts = (id: number) => id === 7 || id % 1_000 === 3;
  const left = [3, 7, 1_003, 2_003, 3_003];

  test.each([{ topP: 1 }, { topP: 0.9 }, { topP: 1, topK: 3 }])(
    'it is drawn as often as from a list, and each id is asked about once: %j',
    (limits) => {
      const sampling = { ...limits, temperature: 1, seed: 2 };
      const row = rowOf(flat);
      const counts = new Map<number, number>();
      const draws = 2_000;
      for (let position = 0; position < draws; position++) {
        const asked: number[] = [];
        const id = sampleAccepted(row, sampling, position, (one) => asked.push(one) > 0 && accepts(one)) ?? -1;
        expect(new Set(asked).size).toBe(asked.length);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      const shares = leftBySorting(
        flat.map((logit, id) => (left.includes(id) ? logit : -Infinity)),
        sampling,
      );
      expect([...counts.keys()].every((id) => shares.has(id))).toBe(true);
      for (const [id, share] of shares) {
        const expected = share * draws;
        expect(Math.abs((counts.get(id) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected) + 5);
      }
    },
  );

  test('a few looks at the row suffice', () => {
    const row = rowOf(new Float32Array(49_152).fill(0).fill(1, 7, 8));
    const sums = vi.spyOn(row, 'sumOfWeights');
    let asked = 0;
    const only = (id: number) => asked++ >= 0 && id === 7;
    expect(sampleAccepted(row, { temperature: 1, topP: 0.9, seed: 2 }, 0, only)).toBe(7);
    expect(asked).toBe(49_152);
    expect(sums.mock.calls.length).toBeLessThan(100);
  });
});

test('the logits are afterwards what they were', () => {
  const logits = Float32Array.from({ length: 64 }, (_, id) => id / 8);
  const row = new LogitsRow(64).fill(logits);
  expect(sampleAccepted(row, { temperature: 0, topP: 1, seed: 0 }, 0, (id) => id < 60)).toBe(59);
  expect(row.logits).toEqual(logits);
  expect(row.likeliest()).toBe(63);
  expect(sampleAccepted(row, { temperature: 1, topP: 1, seed: 0 }, 0, () => false)).toBeUndefined();
  expect(row.logits).toEqual(logits);
  const bug = (id: number) => {
    if (id < 62) throw new Error('a bug');
    return false;
  };
  expect(() => sampleAccepted(row, { temperature: 1, topP: 0.9, seed: 0 }, 0, bug)).toThrow('a bug');
  expect(row.logits).toEqual(logits);
});

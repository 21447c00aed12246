import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { compileWat } from '../compile-wat.ts';
import { LogitsRow } from './logits-row.ts';
import { passes } from './passes.ts';

test('the compiled passes are those of the source', async () => {
  expect(passes.equals(await compileWat(path.join(import.meta.dirname, 'passes.wat')))).toBe(true);
});

const logit = fc.oneof(fc.float({ noNaN: true, min: -30, max: 30 }), fc.constantFrom(Number.NaN, -Infinity, 5));
const logits = fc.array(logit, { minLength: 1, maxLength: 200 }).map((values) => Float32Array.from(values));

/** Whole blocks, so that rows of others lie right before and behind. */
const ROOM_IDS = 256;
const ways = [
  { way: 'copied', rowOf: (values: Float32Array) => new LogitsRow(values.length).fill(values) },
  {
    way: 'where others wrote it',
    rowOf: (values: Float32Array) => {
      const row = new LogitsRow(ROOM_IDS, { rows: 3 });
      row.room.fill(99);
      const own = row.room.subarray(ROOM_IDS, 2 * ROOM_IDS);
      own.fill(Number.NaN);
      own.set(values);
      return row.fill(own);
    },
  },
];

test('rows that are no whole blocks are copied too: behind them others begin', () => {
  const row = new LogitsRow(65, { rows: 2 });
  row.room.fill(1);
  row.room.set([5], 130 - 65);
  expect(row.fill(row.room.subarray(0, 65)).idsBetween(-Infinity, Infinity)).toHaveLength(65);
  expect(row.fill(row.room.subarray(65)).likeliest()).toBe(0);
});

test.each([20, 768, 769, 5_000])('the %i likeliest ids are found without a look at many others', (count) => {
  const values = Float32Array.from({ length: 49_152 }, (_, id) => (id * 7_919) % 49_153);
  const row = new LogitsRow(values.length).fill(values);
  const find = vi.spyOn(row, 'idsBetween');
  expect(row.likeliestIds(count)[count - 1]).toBe(values.indexOf(values.toSorted().at(-count) as number));
  expect(find.mock.results[0]?.value.length).toBeLessThanOrEqual(1.5 * count);
});

describe.each(ways)('a row $way', ({ rowOf }) => {
  test('finds what a look at every id finds', () => {
    fc.assert(
      fc.property(logits, fc.float({ noNaN: true, min: -31, max: 31 }), (values, lowest) => {
        const row = rowOf(values);
        const all = [...values.keys()];
        expect([...row.idsBetween(lowest, Infinity)]).toEqual(all.filter((id) => (values[id] as number) >= lowest));
        expect([...row.idsBetween(-Infinity, lowest)]).toEqual(all.filter((id) => (values[id] as number) < lowest));
        const highest = Math.max(...values.filter((value) => !Number.isNaN(value)));
        if (values.every(Number.isNaN)) expect(() => row.likeliest()).toThrow('no number');
        else expect(row.likeliest()).toBe(values.indexOf(highest));
      }),
    );
  });

  test('adds up weights as Math.exp has them', () => {
    fc.assert(
      fc.property(
        logits,
        fc.constantFrom(0.01, 0.7, 1, 3),
        fc.constantFrom(0, 1, 20, 80),
        (values, temperature, gap) => {
          const highest = Math.max(...values.filter((value) => !Number.isNaN(value)));
          if (highest === -Infinity) return;
          const lowest = Math.fround(highest - gap * temperature);
          const sum = values.reduce(
            (total, value) => (value >= lowest ? total + Math.exp((value - highest) / temperature) : total),
            0,
          );
          const found = rowOf(values).sumOfWeights({ highest, temperature, lowest });
          const lost = (5e-8 * Math.abs(highest)) / temperature;
          expect(Math.abs(found / sum - 1)).toBeLessThan((gap > 20 ? 1.2e-4 : 1.1e-4) + lost);
        },
      ),
    );
  });

  test.each([
    { raised: -1e7, temperature: 1 },
    { raised: 1e6, temperature: 1 },
    { raised: 3000, temperature: 0.001 },
  ])('however high they are: $raised at $temperature', ({ raised, temperature }) => {
    const values = Float32Array.of(raised, raised - 8 * temperature, raised, -Infinity, raised);
    const highest = values[0] as number;
    const weights = { highest, temperature, lowest: Math.fround(highest - 20 * temperature) };
    const row = rowOf(values);
    const sum = [...values].reduce((total, value) => total + Math.exp((value - highest) / temperature), 0);
    expect(row.sumOfWeights(weights) / sum).toBeCloseTo(1, 3);
    expect(row.idAt(0.99 * sum, weights)).toBe(4);
  });

  test('finds the id at every point of the line of weights', () => {
    fc.assert(
      fc.property(
        logits,
        fc.constantFrom(0.7, 2),
        fc.constantFrom(0.5, 20),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, ...rest) => {
          const [temperature, gap, share] = rest;
          const highest = Math.max(...values.filter((value) => !Number.isNaN(value)));
          if (highest === -Infinity) return;
          const weights = { highest, temperature, lowest: Math.fround(highest - gap * temperature) };
          const row = rowOf(values);
          const point = share * row.sumOfWeights(weights);
          const id = row.idAt(point, weights);
          expect(values[id]).toBeGreaterThanOrEqual(weights.lowest);
          const weightOf = (logit: number) => (logit >= weights.lowest ? Math.exp((logit - highest) / temperature) : 0);
          const before = values.slice(0, id).reduce((sum, logit) => sum + weightOf(logit), 0);
          expect(before).toBeLessThanOrEqual(point * (1 + 1.2e-4));
          expect(before + weightOf(values[id] as number)).toBeGreaterThanOrEqual(point * (1 - 1.2e-4));
        },
      ),
    );
  });

  test('the likeliest ids are those of a sort', () => {
    fc.assert(
      fc.property(logits, fc.oneof(fc.nat(20), fc.nat(220), fc.constant(2 ** 33)), (values, count) => {
        const sorted = [...values.keys()]
          .filter((id) => !Number.isNaN(values[id]))
          .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
        expect(rowOf(values).likeliestIds(count)).toEqual(sorted.slice(0, count));
      }),
    );
  });

  test('one whose logits were changed is like one that has had them from the beginning', () => {
    const changes = fc.array(fc.tuple(fc.nat(199), logit), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(logits, changes, fc.boolean(), (values, all, wasAsked) => {
        const row = rowOf(values.slice());
        if (wasAsked) void row.highest;
        const changed = values.slice();
        for (const [place, value] of all) {
          row.set(place % values.length, value);
          changed[place % values.length] = value;
        }
        const fresh = rowOf(changed);
        expect(row.highest).toBe(fresh.highest);
        expect([...row.idsBetween(-1, 5)]).toEqual([...fresh.idsBetween(-1, 5)]);
        expect(row.likeliestIds(3)).toEqual(fresh.likeliestIds(3));
        const weights = { highest: 30, temperature: 1, lowest: -10 };
        expect(row.sumOfWeights(weights)).toBe(fresh.sumOfWeights(weights));
      }),
    );
  });
});

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPlaces, type IndexedPassage, PassageIndex } from './passage-index.ts';
import { roundVector } from './rounded-vector.ts';

/** A vector of length 1. */
function vector(...values: number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

function passage(id: string, sentences: [text: string, vector: Float32Array][], whole?: Float32Array): IndexedPassage {
  const vectors = sentences.map(([, found]) => roundVector(found));
  return {
    id,
    title: '',
    sentences: sentences.map(([text]) => text),
    vectors: { passage: roundVector(whole ?? (sentences[0]?.[1] as Float32Array)), sentences: vectors },
  };
}

const index = await PassageIndex.make([
  passage('returns', [['You can return items within 30 days.', vector(1, 0, 0)]]),
  passage(
    'shipping',
    [
      ['We deliver in two days.', vector(0, 1, 0.2)],
      ['We ship to Ireland only.', vector(0, 0.2, 1)],
    ],
    vector(0, 1, 1),
  ),
  passage('helmets', [['Helmets of the brand Zorblax cost 40 €.', vector(0.3, 0.3, 0.3)]]),
]);

describe('a passage index', () => {
  it('finds by meaning, and ranks the sentences', async () => {
    const [first, ...others] = await index.search([{ text: 'xyzzy', vector: vector(0, 0.1, 1) }], 2);
    expect(first?.id).toBe('shipping');
    expect(others).toHaveLength(1);
    const [delivery, area] = first?.sentences ?? [];
    expect(area).toMatchObject({ text: 'We ship to Ireland only.', score: expect.closeTo(0.995, 2) });
    expect(delivery?.score).toBeLessThan(0.5);
    // No word in common: half the passage's own cosine, and half that of its best sentence.
    expect(first?.score).toBeCloseTo((1.1 / Math.hypot(0.1, 1) / Math.SQRT2 + (area?.score ?? 0)) / 2, 2);
  });

  it('finds by words what meaning does not tell apart, misspelled ones too', async () => {
    const nowhere = vector(1, 1, 1);
    const [alone] = await index.search([{ text: 'xyzzy', vector: nowhere }]);
    const meaningAlone = alone?.score ?? 0;
    for (const text of ['price of a Zorblax?', 'zorblx helmet', 'ZÖRBLAX HELMETS']) {
      const found = await index.search([{ text, vector: nowhere }]);
      expect(found[0]?.id).toBe('helmets');
      expect(found[0]?.score).toBeGreaterThan(meaningAlone + 0.015);
    }
  });

  it('takes the best of several texts for one question, each passage once', async () => {
    const found = await index.search([
      { text: 'a', vector: vector(1, 0, 0) },
      { text: 'a', vector: vector(0, 1, 1) },
    ]);
    expect(found.map(({ id }) => id).sort()).toEqual(['helmets', 'returns', 'shipping']);
    expect(found[0]?.score).toBeCloseTo(1, 2);
    expect(found[1]?.score).toBeGreaterThan(0.9);
  });

  it('looks for the first 30 unknown words of a question only', async () => {
    const unknown = Array.from({ length: 30 }, (_, place) => `unknown${place}`);
    const scoreOf = async (words: readonly string[]) => {
      const found = await index.search([{ text: words.join(' '), vector: vector(1, 1, 1) }]);
      return found.find(({ id }) => id === 'helmets')?.score;
    };
    const meaningAlone = (await scoreOf(['xyzzy'])) ?? Number.NaN;
    expect(await scoreOf(['zorblx', ...unknown])).toBeGreaterThan(meaningAlone);
    expect(await scoreOf([...unknown, 'zorblx'])).toBe(meaningAlone);
  });

  it('may be empty, and refuses vectors of another model', async () => {
    const empty = await PassageIndex.make([]);
    expect(await empty.search([{ text: 'a', vector: vector(1, 0) }])).toEqual([]);
    await expect(index.search([{ text: 'a', vector: vector(1, 0) }])).rejects.toThrow(RangeError);
    const mixed = ['a', 'b'].map((id, place) => passage(id, [['.', vector(...new Array(2 + place).fill(1))]]));
    await expect(PassageIndex.make(mixed)).rejects.toThrow(RangeError);
  });

  it('lets others have their turns while it is made of many', async () => {
    const many = Array.from({ length: 10_000 }, (_, place) =>
      passage(String(place), [[`Part ${place} of a long list of parts.`, vector(1, place, 2)]]),
    );
    const making = PassageIndex.make(many).then(() => 'made');
    expect(await Promise.race([making, setImmediate('a turn')])).toBe('a turn');
    await making;
  });
});

it('best places are those of a sort', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.integer({ min: 1, max: 8 }), (values, count) => {
      const sorted = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
      expect(bestPlaces(Float32Array.from(values), count)).toEqual(sorted.slice(0, count));
    }),
  );
});

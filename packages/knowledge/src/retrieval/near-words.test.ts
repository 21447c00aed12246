import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWithinOneEdit } from './edit-distance.ts';
import { NearWords } from './near-words.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });

it('finds what comparing with every word finds, in the same order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (known, written) => {
      const near = new NearWords();
      for (const added of known) near.add(added);
      expect(near.of(written)).toEqual(known.filter((other) => isWithinOneEdit(written, other)));
    }),
  );
});

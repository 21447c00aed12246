import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tinyFiles } from '../fixtures/tiny.ts';
import { loadTokenizer } from './tokenizer.ts';

const tokenizer = loadTokenizer(tinyFiles);

/** Ids as a model might say them: of real text, or any, so that bytes are no UTF-8. */
const arbitraryIds = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => tokenizer.encodeText(text)),
  fc.array(fc.nat({ max: tokenizer.vocabSize + 5 })),
);

/** `ids` cut into pushes at random places, empty ones among them. */
const pushes = fc.tuple(arbitraryIds, fc.array(fc.nat(60))).map(([ids, cuts]) => {
  const places = [0, ...cuts.map((cut) => Math.min(cut, ids.length)).sort((a, b) => a - b), ids.length];
  return places.slice(1).map((end, index) => ids.slice(places[index], end));
});

describe('joined texts', () => {
  test('equal the decoding of all ids, and no text cuts a character', () => {
    fc.assert(
      fc.property(pushes, (parts) => {
        const decoder = tokenizer.createDecoder();
        const texts = [...parts.map((ids) => decoder.push(ids)), decoder.end()];
        expect(texts.join('')).toBe(tokenizer.decode(parts.flat()));
        for (const text of texts) expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('of whole text never hold a replacement character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // It is a character like any other, and some texts do hold it.
        fc.pre(!text.includes('\ufffd'));
        const decoder = tokenizer.createDecoder();
        for (const id of tokenizer.encodeText(text)) expect(decoder.push([id])).not.toContain('\ufffd');
        expect(decoder.end()).toBe('');
      }),
    );
  });
});

test('a character spread over ids appears with its last byte', () => {
  const ids = tokenizer.encodeText('😀');
  expect(ids.length).toBeGreaterThan(1);
  const decoder = tokenizer.createDecoder();
  const texts = ids.map((id) => decoder.push([id]));
  expect(texts).toEqual([...new Array<string>(ids.length - 1).fill(''), '😀']);
});

test('ids that end within a character end in a replacement character', () => {
  const decoder = tokenizer.createDecoder();
  expect(decoder.push(tokenizer.encodeText('a😀').slice(0, -1))).toBe('a');
  expect(decoder.end()).toBe('\ufffd');
});

test('a byte order mark is text like any other', () => {
  expect(tokenizer.decode(tokenizer.encodeText('\ufeffa\ufeff'))).toBe('\ufeffa\ufeff');
});

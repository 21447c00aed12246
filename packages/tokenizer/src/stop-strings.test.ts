import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StopStrings } from './stop-strings.ts';

function feed(stops: readonly string[], texts: readonly string[]) {
  const filter = new StopStrings(stops);
  const shown = texts.map((text) => filter.push(text));
  return { shown: [...shown, filter.end()], stopped: filter.stopped };
}

/** The obvious way: look at ever longer beginnings of the whole text. */
function cutSlowly(stops: readonly string[], text: string): string {
  for (let end = 0; end <= text.length; end++) {
    const matching = stops.filter((stop) => text.slice(0, end).endsWith(stop));
    if (matching.length > 0) return text.slice(0, end - Math.max(...matching.map((stop) => stop.length)));
  }
  return text;
}

test.each([
  ['nothing to stop at', ['END'], ['all of it'], ['all of it', '']],
  ['a stop string in one text', ['END'], ['so far END no more'], ['so far ', '']],
  ['one over several texts', ['END'], ['so E', 'N', 'D no', ' more'], ['so ', '', '', '', '']],
  ['a beginning that comes to nothing', ['END'], ['so E', 'N', 'ough'], ['so ', '', 'ENough', '']],
  ['a beginning at the end', ['END'], ['so EN'], ['so ', 'EN']],
  ['a beginning within a beginning', ['aab'], ['a', 'a', 'a', 'b'], ['', '', 'a', '', '']],
  ['the one that is complete first', ['abcd', 'bc'], ['xabcd'], ['xa', '']],
  ['no stop strings', [], ['a', 'b'], ['a', 'b', '']],
])('%s', (_, stops, texts, shown) => {
  expect(feed(stops, texts).shown).toEqual(shown);
});

test('however the text is cut, the same is shown', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(stops, fc.array(letters, { maxLength: 6 }), (stops, texts) => {
      const text = texts.join('');
      const { shown, stopped } = feed(stops, texts);
      expect(shown.join('')).toBe(cutSlowly(stops, text));
      expect(stopped).toBe(stops.some((stop) => text.includes(stop)));
    }),
    { numRuns: 2000 },
  );
});

test('an empty stop string is refused', () => {
  expect(() => new StopStrings([''])).toThrow(RangeError);
});

import { describe, expect, it } from 'vitest';
import { cutWindows, perplexity } from './perplexity.ts';
import { tokenStrings } from './token-strings.ts';

describe('perplexity', () => {
  it('is the number of equally likely choices', () => {
    const among = (n: number) => -Math.log(n);
    expect(perplexity([[among(8), among(8)], [among(8)]])).toBeCloseTo(8);
    expect(perplexity([[among(2)], [among(8)]])).toBeCloseTo(4);
  });
});

describe('cutWindows', () => {
  it('cuts whole windows, at most so many', () => {
    expect(cutWindows([1, 2, 3, 4, 5, 6, 7], 2, 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(cutWindows([1, 2, 3], 2, 5)).toEqual([[1, 2]]);
  });
});

describe('tokenStrings', () => {
  const strings = tokenStrings(2_000);

  it('gives the same varied strings every time', () => {
    expect(tokenStrings(2_000)).toEqual(strings);
    expect(new Set(strings).size).toBeGreaterThan(1_900);
  });

  it.each([
    ['emoji', /\p{Extended_Pictographic}/u],
    ['digits', /\d{3}/],
    ['other digits', /[^\P{N}\d]/u],
    ['white space', /\s{3}/],
    ['scripts beyond Latin', /\p{Script=Han}|\p{Script=Arabic}|\p{Script=Devanagari}/u],
    ['control tokens', /<\|im_start\|>/],
  ])('has many with %s', (_what, pattern) => {
    expect(strings.filter((text) => pattern.test(text)).length).toBeGreaterThan(20);
  });
});

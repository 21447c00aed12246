import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentColours } from './readable-colour.ts';

/** WCAG 2.2's formula, written down once more: the module's own one is what is tested. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, bl] = [1, 3, 5].map((i) => {
      const value = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

test('whatever colour a site has, its text can be read', () => {
  const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(colours, (colour) => {
      const { accent, onAccent, textOnLight, textOnDark } = accentColours(colour);
      expect(accent).toBe(colour);
      expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5);
      for (const light of ['#ffffff', '#f4f4f6']) expect(contrast(textOnLight, light)).toBeGreaterThanOrEqual(4.5);
      for (const dark of ['#17171a', '#26262b']) expect(contrast(textOnDark, dark)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2_000 },
  );
});

test('what is no colour gives a neutral accent', () => {
  expect(accentColours('red; background: url(x)')).toEqual(accentColours('#17171c'));
});

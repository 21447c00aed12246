import { expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

it.each([
  ['plain', 'plain'],
  ['two\r\nlines\rthree', 'two\nlines\nthree'],
  ['a\tb', 'a\tb'],
  ['a\u0000b\u001b[31m\u007f\u0085', 'ab[31m'],
  ['half \ud83c a leaf', 'half \ufffd a leaf'],
  ['Grüße 🌿 日本', 'Grüße 🌿 日本'],
  ['', ''],
])('%j becomes %j', (text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
});

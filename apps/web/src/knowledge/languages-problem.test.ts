import { expect, test } from 'vitest';
import { languagesProblem } from './languages-problem.ts';

test('what is no code is named', () => {
  expect(languagesProblem(['en', 'de'])).toBeUndefined();
  expect(languagesProblem(['en', 'xx-bad', '12'])).toBe(
    '“xx-bad” is no code of a language that it can tell from others: write two letters, such as en.',
  );
  expect(languagesProblem(['no', 'nb'])).toMatch(/^“nb” is no code/);
  expect(languagesProblem([])).toBe('Choose at least one.');
  expect(languagesProblem(Array.from({ length: 21 }, () => 'en'))).toBe('At most 20.');
});

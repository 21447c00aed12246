import { expect, it } from 'vitest';
import { endRaised, startRaised, tellRaised } from './raised-text.ts';

/** Raised text in braces. */
const tell = (line: string) => tellRaised(line.replaceAll('{', startRaised).replaceAll('}', endRaised));

it.each([
  ['€5{99} per kg', '€5.99 per kg'],
  ['€5 {99} per kg', '€5.99 per kg'],
  ['1.299{00} €', '1.299,00 €'],
  ['1,299{00}', '1,299.00'],
  ['9{30}–17{00 Uhr}', '9.30–17.00 Uhr'],
  ['5{9}{9}', '5.99'],
])('tells cents and minutes: %s', (line, told) => {
  expect(tell(line)).toBe(told);
});

it.each([
  ['$49{1} a month', '$49 a month'],
  ['49 €{1} a month, 5%{2)}', '49 € a month, 5%'],
  ['within 2{1)} or 10{1} days', 'within 2 or 10 days'],
  ['5{1, 2} and 5{10,11}', '5 and 5'],
  ['5.99{12}, since 1890{12}', '5.99, since 1890'],
])('leaves out marks of notes: %s', (line, told) => {
  expect(tell(line)).toBe(told);
});

it.each([
  ['1{1}/2 inch', '1 1/2 inch'],
  ['10{6} and 5 × 10{12}, 10{-3}', '10^6 and 5 × 10^12, 10^-3'],
  ['{1}30 days', '1 30 days'],
  ['5{1000}', '5 1000'],
])('keeps other figures apart: %s', (line, told) => {
  expect(tell(line)).toBe(told);
});

it.each([
  ['9 m{2}, 3 cm{3}', '9 m2, 3 cm3'],
  ['the 21{st}, see{[2]} {new}', 'the 21st, see[2] new'],
  ['{$}5{99}, 5€{99}', '$5.99, 5€99'],
])('leaves other raised text as it is: %s', (line, told) => {
  expect(tell(line)).toBe(told);
});

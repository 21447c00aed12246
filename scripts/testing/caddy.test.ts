import { expect, it } from 'vitest';
import { isNewEnough } from './caddy.mjs';

it.each([
  ['2.6.2', false],
  ['v2.7.6 h1:w0NymbG2m9PcvKWsrXO6EEkY9Ru4FJK8uQbYcev1p3A=', false],
  ['v2.8.0-beta.1', true],
  ['v2.8.4', true],
  ['v2.11.1', true],
  ['v3.0.0', true],
  ['unknown', false],
])('Caddy %s reads the Caddyfile: %s', (version, is) => {
  expect(isNewEnough(version)).toBe(is);
});

import { expect, test } from 'vitest';
import { createSealing } from './sealing.ts';

const secret = 'a secret of the tests, longer than 32 characters';
const sealing = createSealing(secret, 'test');

test('what was sealed is opened at its place, and looks different each time', () => {
  const one = sealing.seal('fdi_ä€', 'site/1');
  expect(sealing.open(one, 'site/1')).toBe('fdi_ä€');
  expect(Buffer.from(one).includes('fdi_')).toBe(false);
  expect(sealing.seal('fdi_ä€', 'site/1')).not.toEqual(one);
});

test.each<[string, (sealed: Uint8Array) => unknown]>([
  ['at another place', (sealed) => sealing.open(sealed, 'site/2')],
  ['with another secret', (sealed) => createSealing(`${secret}!`, 'test').open(sealed, 'site/1')],
  ['for another purpose', (sealed) => createSealing(secret, 'other').open(sealed, 'site/1')],
  ['with a changed byte', (sealed) => sealing.open(sealed.with(-1, (sealed.at(-1) ?? 0) ^ 1), 'site/1')],
  ['cut short', (sealed) => sealing.open(sealed.subarray(0, 20), 'site/1')],
  ['in an unknown format', (sealed) => sealing.open(sealed.with(0, 9), 'site/1')],
  ['empty', () => sealing.open(new Uint8Array(), 'site/1')],
])('it is not opened %s', (_, open) => {
  expect(() => open(sealing.seal('fdi_1', 'site/1'))).toThrow();
});

import { expect, it } from 'vitest';
import { origin } from './site-settings.ts';

it.each(['https://shop.example', 'http://localhost:3000', 'http://localhost:*', 'https://192.0.2.7:8443'])(
  'takes the origin %s',
  (value) => {
    expect(origin.safeParse(value).success).toBe(true);
  },
);

it.each([
  'https://shop.example:443',
  'http://shop.example:80',
  'https://shop.example:99999',
  'https://shop.example/',
  'https://1.2.3',
  'https://256.1.1.1:*',
  '*',
])('refuses %s, which no page has', (value) => {
  expect(origin.safeParse(value).success).toBe(false);
});

// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { createPageStorage } from './page-storage.ts';

const stored = () => [localStorage, sessionStorage].map((storage) => Object.keys(storage).sort());

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('what concerns this tab alone ends with it; what the customer sent away, and what is to be forgotten, lasts', () => {
  const storage = createPageStorage('demo', true);
  for (const name of ['visitor', 'open', 'greeted', 'reset'] as const) storage.write(name, 'x');
  expect(stored()).toEqual([
    ['frontdesk:demo:greeted', 'frontdesk:demo:reset'],
    ['frontdesk:demo:open', 'frontdesk:demo:visitor'],
  ]);
  expect(createPageStorage('demo', true).read('open')).toBe('x');
  expect(createPageStorage('other', true).read('open')).toBeNull();
});

test('what is known of the customer is removed also where nothing may be stored; what is open is not', () => {
  const agreed = createPageStorage('demo', true);
  for (const name of ['visitor', 'open', 'said', 'greeted', 'reset'] as const) agreed.write(name, 'x');
  const storage = createPageStorage('demo', false);
  storage.write('said', 'y');
  storage.forget();
  storage.write('greeted', 'z');
  expect(storage.read('said')).toBeNull();
  expect(stored()).toEqual([['frontdesk:demo:reset'], ['frontdesk:demo:open']]);
});

test('nothing is stored before it is allowed; then what is still so is', () => {
  const storage = createPageStorage('demo', false);
  storage.write('greeted', 'Hello');
  storage.write('open', '1');
  storage.write('visitor', 'token');
  storage.write('visitor', null);
  expect(storage.read('open')).toBe('1');
  expect(stored()).toEqual([[], []]);
  storage.allowStorage(true);
  expect(stored()).toEqual([['frontdesk:demo:greeted'], ['frontdesk:demo:open']]);
});

test('what another tab has stored counts: what it has seen to is not to be done once more', () => {
  const [one, other] = [createPageStorage('demo', true), createPageStorage('demo', true)];
  one.write('reset', '1');
  other.write('reset', null);
  expect(one.read('reset')).toBeNull();
});

import { createMemoryStorage } from '@frontdesk/chat';
import { expect, test } from 'vitest';
import { createConsentingStorage } from './consenting-storage.ts';
import { createIdentifiedStorage } from './identified-storage.ts';

const visitorKey = 'frontdesk:demo:visitor';

test('what one customer keeps, neither another one nor an anonymous visitor finds', () => {
  const storage = createMemoryStorage();
  const ada = createIdentifiedStorage(storage, 'ada', 'demo');
  ada.set('frontdesk:demo:pending:1', 'Where is my order?');
  expect(ada.keys('frontdesk:demo:pending:')).toEqual(['frontdesk:demo:pending:1']);
  expect(ada.get('frontdesk:demo:pending:1')).toBe('Where is my order?');
  expect(createIdentifiedStorage(storage, 'bob', 'demo').keys('')).toEqual([]);
  expect(storage.keys('frontdesk:demo:')).toEqual([]);
  ada.remove('frontdesk:demo:pending:1');
  expect(storage.keys('')).toEqual([]);
});

test('what was not sent before is theirs; the anonymous token is seen, to be given back', () => {
  const storage = createMemoryStorage();
  storage.set('frontdesk:demo:pending:1', 'Hello?');
  storage.set('frontdesk:other:pending:2', 'To another site of the gateway');
  storage.set(visitorKey, 'anonymous');
  const ada = createIdentifiedStorage(storage, 'ada', 'demo');
  expect(ada.get('frontdesk:demo:pending:1')).toBe('Hello?');
  expect(storage.get('frontdesk:demo:pending:1')).toBeNull();
  expect(storage.get('frontdesk:other:pending:2')).not.toBeNull();
  expect(ada.get(visitorKey)).toBe('anonymous');
});

test('nothing is stored before it is allowed, and nothing is lost then', () => {
  const lasting = createMemoryStorage();
  let opened = 0;
  const storage = createConsentingStorage(false, 'demo', () => {
    opened += 1;
    return lasting;
  });
  storage.set('a', '1');
  storage.set('b', '2');
  storage.remove('b');
  expect(storage.keys('')).toEqual(['a']);
  expect(opened).toBe(0);
  storage.allow();
  storage.set('c', '3');
  expect(lasting.keys('').map((key) => [key, lasting.get(key)])).toEqual([
    ['a', '1'],
    ['c', '3'],
  ]);
  expect(storage.get('a')).toBe('1');
});

test('who does not agree any more has nothing of the site stored, and goes on with all of it; agreed again, it is stored', () => {
  const lasting = createMemoryStorage();
  const storage = createConsentingStorage(true, 'demo', () => lasting);
  for (const key of ['frontdesk:demo:a', 'frontdesk@ada:frontdesk:demo:b', 'frontdesk:other:a']) storage.set(key, '1');
  storage.deny();
  storage.set('frontdesk:demo:c', '2');
  expect(lasting.keys('')).toEqual(['frontdesk:other:a']);
  expect(storage.get('frontdesk:demo:a')).toBe('1');
  storage.remove('frontdesk:demo:a');
  storage.allow();
  expect(lasting.keys('').sort()).toEqual(['frontdesk:demo:c', 'frontdesk:other:a', 'frontdesk@ada:frontdesk:demo:b']);
});

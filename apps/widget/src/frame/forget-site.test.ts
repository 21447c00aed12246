import { createMemoryStorage } from '@frontdesk/chat';
import { expect, test } from 'vitest';
import { forgetSite } from './forget-site.ts';
import { createIdentifiedStorage } from './identified-storage.ts';

test('a site is forgotten with all of its customers, and no other site of the same gateway', () => {
  const storage = createMemoryStorage();
  for (const site of ['demo', 'demo2', 'other']) {
    storage.set(`frontdesk:${site}:visitor`, 'v');
    createIdentifiedStorage(storage, 'ada', site).set(`frontdesk:${site}:sound`, 'on');
  }
  forgetSite(storage, 'demo');
  expect(storage.keys('').sort()).toEqual([
    ...['frontdesk:demo2:visitor', 'frontdesk:other:visitor'],
    ...['frontdesk@ada:frontdesk:demo2:sound', 'frontdesk@ada:frontdesk:other:sound'],
  ]);
});

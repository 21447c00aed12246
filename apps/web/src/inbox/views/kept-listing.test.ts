// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { wholeInbox } from './conversation-view.ts';
import { forgetListings, keepListing, keptListing } from './kept-listing.ts';

afterEach(forgetListings);

test('each inbox lists what it did on the tab’s page before, until whoever looked signs out', () => {
  expect(keptListing('a')).toEqual(wholeInbox);
  const mine = { ...wholeInbox, view: 'mine', search: 'leaf', sort: 'oldest', assigneeId: null } as const;
  keepListing('a', mine);
  keepListing('b', wholeInbox);
  expect(keptListing('a')).toEqual(mine);
  expect(keptListing('b')).toEqual(wholeInbox);
  sessionStorage.setItem('frontdesk.listings', '{');
  expect(keptListing('a')).toEqual(wholeInbox);
  keepListing('a', mine);
  forgetListings();
  expect(keptListing('a')).toEqual(wholeInbox);
});

// @vitest-environment jsdom
import type { InboxOverview, WireError } from '@frontdesk/protocol';
import { act, useEffect, useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { type Listing, wholeInbox } from '../views/conversation-view.ts';
import { forgetListings, keepListing, keptListing } from '../views/kept-listing.ts';
import { ListFilter } from './list-filter.tsx';

afterEach(clearAdmin);
afterEach(forgetListings);

const refused: WireError = { code: 'unavailable', message: 'The server did not answer. Please try again.' };
const here: InboxOverview = {
  ...{ agentId: 'ada', away: false, counts: { mine: 0, unassigned: 0, waiting: 0, bot: 0 }, team: [] },
};

type OnAway = (away: boolean) => Promise<WireError | null>;
/** What the server has now. */
let tell = (_away: boolean) => {};

function Filter({ onAway }: { onAway: OnAway }) {
  const [overview, setOverview] = useState(here);
  useEffect(() => {
    tell = (away) => setOverview({ ...here, away });
  }, []);
  return (
    <ListFilter
      {...{ listing: wholeInbox, overview, onAway, notifications: null }}
      onList={() => {}}
      onTags={async () => []}
    />
  );
}

/** The filter of whoever is here. */
async function showFilter() {
  const onAway = vi.fn<OnAway>();
  const { page } = await showAdmin(<Filter onAway={onAway} />, {});
  const button = () => page.querySelector<HTMLElement>('[data-key=away]');
  return {
    onAway,
    told: (away: boolean) => act(async () => tell(away)),
    press: () => act(async () => button()?.click()),
    shown: () => button()?.textContent,
    alert: () => page.querySelector('[role=alert]')?.textContent,
  };
}

test('whoever can’t be set away is told so, at each try, until it is done', async () => {
  const { onAway, told, press, shown, alert } = await showFilter();
  const sentence = `You are still here: ${refused.message}`;
  onAway.mockResolvedValueOnce(refused);
  await press();
  expect(alert()).toBe(sentence);
  expect(shown()).toBe('Here');
  let answer = (_: WireError | null) => {};
  onAway.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await press();
  expect(alert()).toBeUndefined();
  await act(async () => answer(refused));
  expect(alert()).toBe(sentence);
  onAway.mockImplementationOnce(async () => {
    await told(true);
    return null;
  });
  await press();
  expect(onAway.mock.calls).toEqual([[true], [true], [true]]);
  expect(alert()).toBeUndefined();
  expect(shown()).toBe('Away');
});

test('what has come about after all is not said to have failed, whatever comes later', async () => {
  const { onAway, told, press, shown, alert } = await showFilter();
  onAway.mockResolvedValueOnce(refused);
  await press();
  await told(true);
  expect(alert()).toBeUndefined();
  expect(shown()).toBe('Away');
  await told(false);
  expect(alert()).toBeUndefined();
  // Known before the answer.
  onAway.mockImplementationOnce(async () => {
    await told(true);
    return refused;
  });
  await press();
  expect(alert()).toBeUndefined();
});

let listSearch = (_search: string) => {};

function Inbox({ onList }: { onList: () => void }) {
  const [search, setSearch] = useState('');
  listSearch = setSearch;
  const props = { overview: here, onAway: null, notifications: null, onList, onTags: async () => [] };
  return <ListFilter {...props} listing={{ ...wholeInbox, search }} />;
}

test('another inbox has its own search, and is not asked for that of the one before', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const onList = vi.fn();
  const { page } = await showAdmin(<Inbox onList={onList} />, {});
  await act(async () => listSearch('leaf'));
  const field = page.querySelector<HTMLInputElement>('[type=search]');
  expect(field?.value).toBe('leaf');
  await act(async () => vi.advanceTimersByTime(1_000));
  expect(onList).not.toHaveBeenCalled();
  vi.useRealTimers();
});

let listed: Listing = wholeInbox;

function Views() {
  const [listing, setListing] = useState(listed);
  listed = listing;
  const props = { overview: here, onAway: null, notifications: null, onTags: async () => [] };
  return <ListFilter {...props} listing={listing} onList={setListing} />;
}

test('what is snoozed is listed by when it is back, unless they want it otherwise; the other views stay as they were sorted', async () => {
  listed = { ...wholeInbox, sort: 'waiting' };
  const { page } = await showAdmin(<Views />, {});
  const look = (view: string) => act(async () => page.querySelector<HTMLElement>(`[data-key=view-${view}]`)?.click());
  const sorts = () => [...page.querySelectorAll('option')].map(({ value }) => value);
  expect(sorts()).toEqual(['newest', 'waiting', 'oldest']);
  await look('snoozed');
  expect(listed).toMatchObject({ view: 'snoozed', sort: 'waking' });
  expect(sorts()).toEqual(['waking', 'newest', 'waiting', 'oldest']);
  await look('mine');
  expect(listed).toMatchObject({ view: 'mine', sort: 'waiting' });
  // Also on the tab's next page.
  await look('snoozed');
  keepListing('all', listed);
  clearAdmin();
  listed = keptListing('all');
  const next = await showAdmin(<Views />, {});
  await act(async () => next.page.querySelector<HTMLElement>('[data-key=view-bot]')?.click());
  expect(listed).toMatchObject({ view: 'bot', sort: 'waiting' });
});

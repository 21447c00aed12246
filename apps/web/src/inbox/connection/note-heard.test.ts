// @vitest-environment jsdom
import type { ConversationSummary } from '@frontdesk/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetHeard, heardBefore, noteHeard, noteLeft } from './note-heard.ts';

const site = '0192f0c1-0000-7000-8000-00000000000a';
const at = (second: number) =>
  ({ lastActivityAt: new Date(Date.UTC(2026, 2, 18, 12, 0, second)).toISOString() }) as ConversationSummary;

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  sessionStorage.clear();
  vi.useRealTimers();
});

test('what was heard is known to the tab’s next page, the newest of it', () => {
  expect(heardBefore(site)).toBeNull();
  noteHeard(site, [at(5), at(3)]);
  noteHeard(site, [at(4)]);
  expect(heardBefore(site)).toBe(at(5).lastActivityAt);
  expect(heardBefore('another')).toBeNull();
});

test('a page that is loaded long after the one before was left goes on from nothing', () => {
  noteHeard(site, [at(5)]);
  // Nothing happens for an hour.
  vi.advanceTimersByTime(3_600_000);
  noteLeft(site);
  vi.advanceTimersByTime(5_000);
  expect(heardBefore(site)).toBe(at(5).lastActivityAt);
  vi.advanceTimersByTime(60_000);
  expect(heardBefore(site)).toBeNull();
});

test('whoever signs out leaves nothing of it', () => {
  noteHeard(site, [at(5)]);
  sessionStorage.setItem('another', 'stays');
  forgetHeard();
  noteLeft(site);
  expect(heardBefore(site)).toBeNull();
  expect(sessionStorage.getItem('another')).toBe('stays');
});

test('what was kept by another version counts as nothing', () => {
  sessionStorage.setItem(`frontdesk.heard:${site}`, '2026-03-18T12:00:05.000Z');
  expect(heardBefore(site)).toBeNull();
});

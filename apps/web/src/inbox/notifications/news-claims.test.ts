// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNewsClaims, type NewsClaims } from './news-claims.ts';

let tabs: NewsClaims[] = [];
let looking = false;

beforeEach(() => {
  vi.spyOn(document, 'hasFocus').mockImplementation(() => looking);
  tabs = [createNewsClaims(), createNewsClaims(), createNewsClaims()];
});
afterEach(() => {
  for (const tab of tabs) tab.close();
  vi.restoreAllMocks();
  localStorage.clear();
});

test('of several tabs one tells, each news once', async () => {
  looking = false;
  const told: string[] = [];
  // No two wait alike.
  vi.spyOn(Math, 'random').mockReturnValueOnce(1).mockReturnValueOnce(0).mockReturnValueOnce(0.5);
  for (const [place, tab] of tabs.entries()) tab.claim('one', () => told.push(`one by ${place}`));
  expect(told).toEqual([]);
  await expect.poll(() => told).toEqual(['one by 1']);
  vi.spyOn(Math, 'random').mockReturnValueOnce(1);
  tabs[0]?.claim('two', () => told.push('two'));
  await expect.poll(() => told).toEqual(['one by 1', 'two']);
});

test('the tab that somebody looks at comes first, at once', async () => {
  looking = false;
  const told: string[] = [];
  tabs[0]?.claim('one', () => told.push('hidden'));
  looking = true;
  tabs[1]?.claim('one', () => told.push('in view'));
  expect(told).toEqual(['in view']);
  tabs[1]?.claim('one', () => told.push('again'));
  looking = false;
  tabs[2]?.claim('two', () => told.push('two'));
  await expect.poll(() => told).toContain('two');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(told).toEqual(['in view', 'two']);
});

test('what was told while a page was loaded is not told by it', () => {
  looking = true;
  const told: string[] = [];
  tabs[0]?.claim('one', () => told.push('one'));
  const loaded = createNewsClaims();
  tabs.push(loaded);
  loaded.claim('one', () => told.push('again'));
  loaded.claim('two', () => told.push('two'));
  expect(told).toEqual(['one', 'two']);
});

test('a tab that may make no sound yet lets others come first, but for what is open there and where none is wanted', () => {
  looking = true;
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: false } });
  const told: string[] = [];
  tabs[0]?.claim('one', () => told.push('one'));
  tabs[0]?.claim('two', () => told.push('two'), { isOpen: true });
  tabs[0]?.claim('three', () => told.push('three'), { sound: false });
  expect(told).toEqual(['two', 'three']);
  vi.unstubAllGlobals();
});

// @vitest-environment jsdom
import type { SiteAppearance } from '@frontdesk/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { appearanceFor, readOptions } from './options.ts';

test('every language that is wished for is told, the page’s option first: the chat may not have it', () => {
  document.documentElement.lang = 'de';
  const settings = { locale: 'fr', offsetX: 9 } as SiteAppearance['settings'];
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [], settings };
  expect(appearanceFor(site, { locale: 'pl', offsetX: 20 }).settings).toEqual({ locale: 'pl,fr,de', offsetX: 20 });
  expect(appearanceFor(site, {}).settings?.locale).toBe(',fr,de');
});

test('on a page that gives every object a method of its own, its options are read all the same', () => {
  const prototype = Object.prototype as { extend?: () => void };
  prototype.extend = () => {};
  onTestFinished(() => {
    delete prototype.extend;
    vi.restoreAllMocks();
  });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect({ ...readOptions({ offsetX: '9', storage: 'false' }) }).toEqual({ offsetX: 9, storage: false });
});

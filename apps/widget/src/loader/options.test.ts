// @vitest-environment jsdom
import type { SiteAppearance } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { appearanceFor } from './options.ts';

test('every language that is wished for is told, the page’s option first: the chat may not have it', () => {
  document.documentElement.lang = 'de';
  const settings = { locale: 'fr', offsetX: 9 } as SiteAppearance['settings'];
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [], settings };
  expect(appearanceFor(site, { locale: 'pl', offsetX: 20 }).settings).toEqual({ locale: 'pl,fr,de', offsetX: 20 });
  expect(appearanceFor(site, {}).settings?.locale).toBe(',fr,de');
});

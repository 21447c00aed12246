// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Frontdesk } from '../api.ts';
import { createCommands } from './commands.ts';

const gateway = 'https://chat.example';
let frontdesk: Frontdesk;

beforeEach(() => {
  // jsdom has none of them.
  const visualViewport = Object.assign(new EventTarget(), { offsetTop: 0, height: 700, scale: 1 });
  vi.stubGlobal('visualViewport', visualViewport);
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal(
    'CSSStyleSheet',
    class {
      replaceSync() {}
    },
  );
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };
  vi.stubGlobal('fetch', async () => Response.json({ ticket: 't', expiresAt: '2100-01-01T00:00:00Z', site }));
  frontdesk = createCommands(gateway);
});
afterEach(() => {
  frontdesk('shutdown');
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const boot = (storage?: boolean) =>
  new Promise<void>((resolve) => {
    frontdesk('on', 'ready', () => resolve());
    frontdesk('boot', { site: 'demo', ...(storage !== undefined && { storage }) });
  });
const shadow = () => document.querySelector('frontdesk-widget')?.shadowRoot;
const stored = () => [localStorage, sessionStorage].flatMap(Object.keys);
/** The frame reports. @returns what it is told from then on */
function ready() {
  // In jsdom a frame in a shadow tree has no window: it is this one.
  Object.defineProperty(shadow()?.querySelector('iframe'), 'contentWindow', { value: window });
  const told = vi.spyOn(window, 'postMessage').mockImplementation(() => {});
  dispatchEvent(
    new MessageEvent('message', { data: { frontdesk: 1, type: 'ready' }, origin: gateway, source: window }),
  );
  return () => told.mock.calls.map(([message]) => message);
}

test('a consent that is withdrawn removes what is stored here, and the frame is told to do the same', async () => {
  sessionStorage.setItem('frontdesk:demo:visitor', 'token');
  localStorage.setItem('frontdesk:demo:greeted', 'Hello');
  localStorage.setItem('frontdesk:demo:reset', '1');
  await boot();
  frontdesk('open');
  const told = ready();
  expect(stored()).not.toEqual([]);
  frontdesk('update', { storage: false });
  expect(stored()).toEqual([]);
  expect(told()).toContainEqual(expect.objectContaining({ type: 'storage-denied' }));
  frontdesk('close');
  frontdesk('open');
  expect(stored()).toEqual([]);
  frontdesk('update', { storage: true });
  expect(told()).toContainEqual(expect.objectContaining({ type: 'storage-allowed' }));
  expect(stored()).toContain('frontdesk:demo:open');
});

test('where there is no frame yet, it comes to remove what it has stored on pages before', async () => {
  await boot();
  frontdesk('update', { storage: false });
  const told = ready();
  await vi.waitFor(() => expect(told()).toContainEqual(expect.objectContaining({ type: 'ticket', mayStore: null })));
});

test('what cannot be a text throws nothing into the page, and what else it wants is done', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const odd = Symbol('odd') as unknown as string;
  frontdesk('open', { message: odd });
  frontdesk('hide');
  frontdesk('show');
  frontdesk('update', { locale: odd });
  frontdesk('identify', { token: odd });
  frontdesk(odd as 'show');
  await boot();
  frontdesk('open', { message: odd });
  frontdesk('open', { message: 'Is it in stock?' });
  expect(reported).toHaveBeenCalledTimes(5);
  expect(shadow()?.querySelector('iframe')).not.toBeNull();
});

test('on a page that is still on its way the launcher comes after the body', async () => {
  const { body } = document;
  body.remove();
  const there = boot();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(document.querySelector('frontdesk-widget')).toBeNull();
  document.documentElement.append(body);
  await there;
  expect(body.nextElementSibling?.localName).toBe('frontdesk-widget');
});

test('a page that has not asked yet removes nothing, whatever else it changes', async () => {
  localStorage.setItem('frontdesk:demo:greeted', 'Hello');
  await boot(false);
  frontdesk('update', { colour: '#000000' });
  expect(stored()).toEqual(['frontdesk:demo:greeted']);
  expect(shadow()?.querySelector('iframe')).toBeNull();
});

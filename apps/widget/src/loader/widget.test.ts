// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appearanceFor } from './options.ts';
import { createPageStorage } from './page-storage.ts';
import type { TicketOffice } from './ticket-office.ts';
import { createWidget } from './widget.ts';

const gateway = 'https://chat.example';
let life: AbortController;
let field: HTMLInputElement;

beforeEach(() => {
  life = new AbortController();
  // jsdom has neither.
  vi.stubGlobal('visualViewport', null);
  vi.stubGlobal(
    'CSSStyleSheet',
    class {
      replaceSync() {}
    },
  );
  field = document.body.appendChild(document.createElement('input'));
});
afterEach(() => {
  life.abort();
  field.remove();
  sessionStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The launcher on a page with a field. */
function place() {
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };
  const tickets = { get: () => new Promise(() => {}) } as unknown as TicketOffice;
  const widget = createWidget({
    ...{ gateway, tickets, signal: life.signal, texts: {}, mayStore: true, emit: () => {} },
    ...{ site: appearanceFor(site, {}), storage: createPageStorage('demo', true) },
  });
  const { shadowRoot } = document.querySelector('frontdesk-widget') as HTMLElement;
  return {
    widget,
    button: shadowRoot?.querySelector('.button') as HTMLElement,
    isInChat: () => shadowRoot?.activeElement?.localName === 'iframe',
    /** The frame reports. @returns what it is told then */
    ready() {
      // In jsdom a frame in a shadow tree has no window: it is this one.
      Object.defineProperty(shadowRoot?.querySelector('iframe'), 'contentWindow', { value: window });
      const told = vi.spyOn(window, 'postMessage').mockImplementation(() => {});
      const data = { frontdesk: 1, type: 'ready' };
      dispatchEvent(new MessageEvent('message', { data, origin: gateway, source: window }));
      return told.mock.calls.map(([message]) => message);
    },
  };
}

const opened = (unasked: boolean) => expect.objectContaining({ type: 'opened', unasked });

test('whoever has opened the chat is in it once it is there', () => {
  const { button, isInChat, ready } = place();
  button.focus();
  button.click();
  expect(ready()).toContainEqual(opened(false));
  expect(isInChat()).toBe(true);
});

test('also where what it was opened with is gone', () => {
  const { widget, isInChat, ready } = place();
  field.focus();
  widget.open();
  field.remove();
  expect(ready()).toContainEqual(opened(false));
  expect(isInChat()).toBe(true);
});

test('whoever has gone on in the page while the frame was on its way is left there', () => {
  const { button, ready } = place();
  button.focus();
  button.click();
  field.focus();
  expect(ready()).toContainEqual(opened(true));
  expect(document.activeElement).toBe(field);
});

test('a chat that was open on the page before takes no focus', () => {
  sessionStorage.setItem('frontdesk:demo:open', '1');
  const { widget, isInChat, ready } = place();
  widget.reopen();
  expect(ready()).toContainEqual(opened(true));
  expect(isInChat()).toBe(false);
});

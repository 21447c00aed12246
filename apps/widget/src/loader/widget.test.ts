// @vitest-environment jsdom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
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

/** What the page does when the chat is opened is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('whoever has opened the chat is in it once it is there', async () => {
  const { button, isInChat, ready } = place();
  button.focus();
  button.click();
  await settled();
  expect(ready()).toContainEqual(opened(false));
  expect(isInChat()).toBe(true);
});

test('also where what it was opened with is gone', async () => {
  const { widget, isInChat, ready } = place();
  field.focus();
  widget.open();
  await settled();
  field.remove();
  expect(ready()).toContainEqual(opened(false));
  expect(isInChat()).toBe(true);
});

test('also from a menu that gives the focus back; closed, it is back there', async () => {
  const { widget, isInChat, ready } = place();
  const item = document.body.appendChild(document.createElement('button'));
  item.onclick = () => {
    widget.open();
    field.focus();
    item.remove();
  };
  item.focus();
  item.click();
  await settled();
  expect(ready()).toContainEqual(opened(false));
  expect(isInChat()).toBe(true);
  widget.close();
  expect(document.activeElement).toBe(field);

  // Once more, now that the frame is there.
  document.body.append(item);
  item.focus();
  item.click();
  await settled();
  expect(isInChat()).toBe(true);
  item.remove();
});

test('whoever has gone on in the page while the frame was on its way is left there', async () => {
  const { button, ready } = place();
  button.focus();
  button.click();
  await settled();
  field.focus();
  expect(ready()).toContainEqual(opened(true));
  expect(document.activeElement).toBe(field);
});

/** A component of the page, with two fields in its shadow. */
function placeComponent() {
  const component = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => component.remove());
  const shadow = component.attachShadow({ mode: 'open' });
  const fields = [document.createElement('input'), document.createElement('input')] as const;
  shadow.append(...fields);
  return { fields, focused: () => shadow.activeElement };
}

test('closed, the chat gives the focus back within a component of the page', async () => {
  const { widget, isInChat, ready } = place();
  const { fields, focused } = placeComponent();
  fields[1].focus();
  widget.open();
  await settled();
  ready();
  expect(isInChat()).toBe(true);
  widget.close();
  expect(focused()).toBe(fields[1]);
});

test('whoever has gone on in the same component is left there', async () => {
  const { widget, ready } = place();
  const { fields, focused } = placeComponent();
  fields[0].focus();
  widget.open();
  await settled();
  fields[1].focus();
  expect(ready()).toContainEqual(opened(true));
  expect(focused()).toBe(fields[1]);
});

test('a page that opens it once more does not change where the focus goes back to', async () => {
  const { widget, isInChat, ready } = place();
  field.focus();
  widget.open();
  await settled();
  ready();
  widget.open();
  await settled();
  expect(isInChat()).toBe(true);
  widget.close();
  expect(document.activeElement).toBe(field);
});

test('nor does it take away what is to stand in the field', async () => {
  const { widget, ready } = place();
  field.focus();
  widget.open({ message: 'Is it in stock?' });
  widget.open();
  await settled();
  expect(ready()).toContainEqual(expect.objectContaining({ type: 'opened', message: 'Is it in stock?' }));
});

test('a chat that was open on the page before takes no focus', () => {
  sessionStorage.setItem('frontdesk:demo:open', '1');
  const { widget, isInChat, ready } = place();
  widget.reopen();
  expect(ready()).toContainEqual(opened(true));
  expect(isInChat()).toBe(false);
});

test('a double click opens the chat; a click later on closes it', () => {
  const { button } = place();
  const click = (detail: number) => button.dispatchEvent(new MouseEvent('click', { detail }));
  click(1);
  click(2);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  click(1);
  expect(button.getAttribute('aria-expanded')).toBe('false');
});

// @vitest-environment jsdom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { WidgetOptions } from '../api.ts';
import { appearanceFor } from './options.ts';
import { createPageStorage } from './page-storage.ts';
import type { TicketOffice } from './ticket-office.ts';
import { createWidget } from './widget.ts';

const gateway = 'https://chat.example';
let life: AbortController;
let field: HTMLInputElement;
let isPhone = false;

beforeEach(() => {
  isPhone = false;
  life = new AbortController();
  // jsdom has none of them.
  const visualViewport = Object.assign(new EventTarget(), { offsetTop: 0, height: 700, scale: 1 });
  vi.stubGlobal('visualViewport', visualViewport);
  vi.stubGlobal('matchMedia', () => ({ matches: isPhone }));
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
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The launcher on a page with a field. Until a test answers, no ticket comes. */
function place(options: Partial<WidgetOptions> = {}) {
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };
  const ask = vi.fn((): Promise<unknown> => new Promise(() => {}));
  const emit = vi.fn();
  const widget = createWidget({
    ...{
      gateway,
      tickets: { ask } as unknown as TicketOffice,
      lifeSignal: life.signal,
      texts: {},
      mayStore: true,
      emit,
    },
    ...{ site: appearanceFor(site, options), pageStorage: createPageStorage('demo', true) },
  });
  const { shadowRoot } = document.querySelector('frontdesk-widget') as HTMLElement;
  return {
    ...{ widget, ask, emit },
    root: shadowRoot?.firstElementChild as HTMLElement,
    button: shadowRoot?.querySelector('.button') as HTMLElement,
    isInChat: () => shadowRoot?.activeElement?.localName === 'iframe',
    /** The frame says it. */
    receive: (message: object) =>
      dispatchEvent(
        new MessageEvent('message', { data: { frontdesk: 1, ...message }, origin: gateway, source: window }),
      ),
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

function nextPage(): void {
  life.abort();
  life = new AbortController();
}

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

test('whoever leaves the chat in its frame is back at the launcher, also where the browser has not said where they are', async () => {
  const { button, receive, ready } = place();
  button.focus();
  button.click();
  await settled();
  ready();
  // So it is in Chromium after a key in the frame of a page that is zoomed.
  (document.activeElement as HTMLElement).blur();
  receive({ type: 'close' });
  expect(button.getRootNode()).toHaveProperty('activeElement', button);
});

test('the page behind a chat that fills the screen can be reached only when that is closed, smaller or gone', async () => {
  isPhone = true;
  const { widget, ready } = place();
  field.focus();
  widget.open();
  await settled();
  // There is no way out yet but the launcher.
  expect(document.body.inert).toBeFalsy();
  // The frame is told, for the browser's Back.
  expect(ready()).toContainEqual(expect.objectContaining({ type: 'opened', inert: true }));
  expect(document.body.inert).toBe(true);
  isPhone = false;
  visualViewport?.dispatchEvent(new Event('resize'));
  expect(document.body.inert).toBe(false);
  isPhone = true;
  visualViewport?.dispatchEvent(new Event('resize'));
  expect(document.body.inert).toBe(true);
  widget.close();
  expect(document.body.inert).toBe(false);
  expect(document.activeElement).toBe(field);
  widget.open();
  await settled();
  expect(document.body.inert).toBe(true);
  life.abort();
  expect(document.body.inert).toBe(false);
});

test('a page whose site was removed while it was open can open no chat any more, and stays in reach', async () => {
  isPhone = true;
  const { widget, ask, emit, ready } = place();
  widget.open();
  ready();
  widget.close();
  await settled();
  ask.mockResolvedValue({ code: 'site_unknown', message: '' });
  widget.offerTicket();
  await settled();
  expect(document.querySelector('frontdesk-widget')).toBeNull();
  emit.mockClear();
  widget.open();
  await settled();
  expect(document.body.inert).toBeFalsy();
  expect(emit).not.toHaveBeenCalled();
});

test('what comes while the chat is closed is said in a live region that was there before', () => {
  const { widget, root, receive, ready } = place();
  const news = root.querySelector('output');
  expect(news?.textContent).toBe('');
  widget.open();
  ready();
  widget.close();
  receive({ type: 'unread', count: 1, text: '1 new message' });
  expect(news?.textContent).toBe('1 new message');
  widget.open();
  expect(news?.textContent).toBe('');
});

test('the greeting comes once, also for whoever opens the chat before or does nothing', async () => {
  const options = { greeting: 'Need a hand?', greetingDelay: 0 };
  const words = ({ root }: ReturnType<typeof place>) => root.querySelector('[role]')?.textContent;
  const first = place(options);
  await vi.waitFor(() => expect(words(first)).toBe('Need a hand?'));
  nextPage();
  const second = place(options);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(words(second)).toBe('');

  nextPage();
  localStorage.clear();
  place({ ...options, greetingDelay: 60 }).widget.open();
  nextPage();
  const third = place(options);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(words(third)).toBe('');
});

test('where there is nothing to say, nothing is shown', async () => {
  const { root } = place({ greeting: '', greetingDelay: 0 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(root.querySelector('[role]')?.childElementCount).toBe(0);
});

test('however far away the page wants it, the launcher is on a phone’s screen', () => {
  const { style } = place({ offsetX: 400, offsetY: 900 }).root;
  expect(style.getPropertyValue('--x')).toBe('min(400px,100vw - 76px)');
  expect(style.getPropertyValue('--y')).toBe('min(900px,100vh - 76px)');
});

test('the launcher is as light or dark as the customer’s system, unless it is said', () => {
  expect(place().root.style.cssText).toContain('color-scheme: light dark');
  nextPage();
  expect(place({ colourScheme: 'dark' }).root.style.cssText).toContain('color-scheme: dark');
});

// @vitest-environment jsdom
import { languages, loadLocale } from '@frontdesk/chat';
import type { SiteAppearance } from '@frontdesk/protocol';
import type { ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, type Mock, onTestFinished, test, vi } from 'vitest';
import type { LoaderMessage } from '../frame-messages.ts';
import { runFrame } from './run-frame.tsx';

const english = await loadLocale(['en']);
const ours = 'frontdesk:demo:visitor';
const others = 'frontdesk:demo2:visitor';
let frames = 0;

beforeEach(() => {
  document.documentElement.lang = 'en';
  for (const storage of [localStorage, sessionStorage]) storage.clear();
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const storage of [localStorage, sessionStorage]) storage.clear();
});

const siteIn = (locale: string | null = null): SiteAppearance => ({
  ...{ siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] },
  settings: { locale } as SiteAppearance['settings'],
});
const ticket = (more: Partial<Extract<LoaderMessage, { type: 'ticket' }>> = {}): LoaderMessage => ({
  ...{ type: 'ticket', ticket: 't', expiresAt: new Date(Date.now() + 60_000).toISOString() },
  ...{ site: siteIn(), kept: null, mayStore: true },
  ...more,
});
const refused: LoaderMessage = { type: 'ticket-refused', error: { code: 'unavailable', message: 'No answer' } };

/** A frame whose loader is the test. */
function openFrame(wished = '', render: Mock<Root['render']> = vi.fn()) {
  vi.spyOn(window.parent, 'postMessage').mockImplementation(() => {});
  frames += 1;
  const origin = `https://shop${frames}.example`;
  runFrame({ render, unmount: () => {} }, { siteKey: 'demo', origin, locale: english, wished });
  return {
    say: (message: LoaderMessage) =>
      dispatchEvent(new MessageEvent('message', { data: { frontdesk: 1, ...message }, origin, source: window.parent })),
    shown: () => (render.mock.lastCall?.[0] as ReactElement<Record<string, unknown>> | undefined)?.props,
  };
}

/** The same with all that it shows, and no gateway that would answer. */
function openWholeFrame() {
  class NoObserver {
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', NoObserver);
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  onTestFinished(() => {
    root.unmount();
    container.remove();
    vi.unstubAllGlobals();
  });
  const field = () => container.querySelector<HTMLTextAreaElement>('.fd-input');
  return {
    ...openFrame('', vi.fn(root.render.bind(root))),
    field,
    tray: () => [...container.querySelectorAll('.fd-upload')].map((row) => row.textContent),
    write(text: string) {
      // React listens to the element's own setter, so the prototype's is called.
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field(), text);
      field()?.dispatchEvent(new Event('input', { bubbles: true }));
    },
    attach(file: File) {
      const input = container.querySelector('input[type=file]') as HTMLInputElement;
      Object.defineProperty(input, 'files', { value: [file], configurable: true });
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
  };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
/** What is fetched takes longer where other tests want the cores. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });
const speaks = (tag: string) => eventually(() => expect(document.documentElement.lang).toBe(tag));

test('a language that the page wished for while the frame came is spoken', async () => {
  const { say } = openFrame('en');
  say(ticket({ site: siteIn('de') }));
  await speaks('de');
});

test('the language of the address is not wished for again', () => {
  const load = vi.spyOn(languages.de, 'load');
  const { say } = openFrame('de');
  say(ticket({ site: siteIn('de') }));
  say({ type: 'site', site: siteIn('de') });
  expect(load).not.toHaveBeenCalled();
});

test('of a language that there is not, the next wish is spoken: the site’s own, then the page’s', async () => {
  const { say } = openFrame(',,de');
  say(ticket({ site: siteIn('pl,,de') }));
  await speaks('de');
  say({ type: 'site', site: siteIn('pl,fr,de') });
  await speaks('fr');
});

test('of two languages the last one stays, whichever comes first', async () => {
  const german = await languages.de.load();
  let comes = () => {};
  const late = new Promise<typeof german>((resolve) => {
    comes = () => resolve(german);
  });
  vi.spyOn(languages.de, 'load').mockReturnValueOnce(late);
  const { say } = openFrame();
  say({ type: 'site', site: siteIn('de') });
  say({ type: 'site', site: siteIn('fr') });
  await speaks('fr');
  comes();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(document.documentElement.lang).toBe('fr');
});

test('a refusal takes the focus only where somebody opened the chat', () => {
  const { say, shown } = openFrame();
  say(refused);
  expect(shown()).toMatchObject({ active: false });
  say({ type: 'opened', unasked: true });
  say(refused);
  expect(shown()).toMatchObject({ active: true, unasked: true });
  say({ type: 'opened' });
  say(refused);
  expect(shown()).toMatchObject({ active: true, unasked: false });
});

test('whoever goes back to the page before the chat is there is left there', () => {
  const { say, shown } = openFrame();
  say({ type: 'opened' });
  dispatchEvent(new Event('blur'));
  say(ticket());
  expect(shown()).toMatchObject({ active: true, unasked: true });
});

test.each([
  ['the chat', ticket()],
  ['what is said in its place', refused],
])('whoever has left the window before %s is there is in it once they are back', (_, answer) => {
  const { say, shown } = openFrame();
  say({ type: 'opened' });
  dispatchEvent(new Event('blur'));
  say(answer);
  expect(shown()).toMatchObject({ active: true, unasked: true });
  dispatchEvent(new Event('focus'));
  expect(shown()).toMatchObject({ active: true, unasked: false });
});

test('what is forgotten before the first ticket is gone, and nothing is written for that', () => {
  for (const key of [ours, others]) localStorage.setItem(key, 'v');
  const write = vi.spyOn(Storage.prototype, 'setItem');
  openFrame().say({ type: 'reset' });
  expect(Object.keys(localStorage)).toEqual([others]);
  expect(write).not.toHaveBeenCalled();
});

test('what was stored under an earlier consent is forgotten, too, and does not count after the next', () => {
  localStorage.setItem(ours, 'v');
  const write = vi.spyOn(Storage.prototype, 'setItem');
  const { say } = openFrame();
  say(ticket({ mayStore: false }));
  say({ type: 'reset' });
  expect(write).not.toHaveBeenCalled();
  say({ type: 'storage-allowed' });
  expect(localStorage.getItem(ours)).toBeNull();
});

test('what the page would have said before a reset is said by nobody after it', async () => {
  const { say, field } = openWholeFrame();
  say({ type: 'opened', message: 'Where is my order?' });
  say({ type: 'reset' });
  say(ticket());
  await eventually(() => expect(field()).not.toBeNull());
  await settled();
  expect(field()?.value).toBe('');
});

test('who says late who they are goes on with what they have written and attached; who comes next finds none of it', async () => {
  const { say, shown, field, tray, write, attach } = openWholeFrame();
  say(ticket());
  say({ type: 'opened' });
  await eventually(() => expect(field()).not.toBeNull());
  write('Where is my');
  attach(new File(['receipt'], 'receipt.txt', { type: 'text/plain' }));
  const waits = [expect.stringContaining('receipt.txt')];
  await eventually(() => expect(tray()).toEqual(waits));
  const [anonymous, before] = [shown()?.session, field()];
  say(ticket({ externalId: 'ann' }));
  await eventually(() => expect(shown()?.session).not.toBe(anonymous));
  await settled();
  expect(field()).toBe(before);
  expect(field()?.value).toBe('Where is my');
  expect(tray()).toEqual(waits);
  say(ticket({ externalId: 'bob' }));
  await eventually(() => expect(field()?.value).toBe(''));
  expect(tray()).toEqual([]);
});

test('of a picture that its customer goes on with, only what the next session shows is kept in memory', async () => {
  const [create, revoke] = [vi.fn(() => `blob:${create.mock.calls.length}`), vi.fn()];
  Object.assign(URL, { createObjectURL: create, revokeObjectURL: revoke });
  onTestFinished(() => void Object.assign(URL, { createObjectURL: undefined, revokeObjectURL: undefined }));
  const { say, field, tray, attach } = openWholeFrame();
  say(ticket());
  say({ type: 'opened' });
  await eventually(() => expect(field()).not.toBeNull());
  attach(new File(['fern'], 'fern.png', { type: 'image/png' }));
  await eventually(() => expect(tray()).toHaveLength(1));
  say(ticket({ externalId: 'ann' }));
  await eventually(() => expect(create).toHaveBeenCalledTimes(2));
  expect(revoke.mock.calls).toEqual([['blob:1']]);
});

test('whoever leaves the page around the chat is asked where a file would be lost, until the next customer has the chat', async () => {
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const { say, field, attach } = openWholeFrame();
  say(ticket({ externalId: 'ann' }));
  say({ type: 'opened' });
  await eventually(() => expect(field()).not.toBeNull());
  expect(asks()).toBe(false);
  attach(new File(['receipt'], 'receipt.txt', { type: 'text/plain' }));
  await eventually(() => expect(asks()).toBe(true));
  say(ticket({ externalId: 'bob' }));
  await eventually(() => expect(asks()).toBe(false));
});

test('nobody who is named while the chat is closed finds what was written in it by the one before', async () => {
  const { say, field, write } = openWholeFrame();
  say(ticket({ externalId: 'ann' }));
  say({ type: 'opened' });
  await eventually(() => expect(field()).not.toBeNull());
  write('Where is my');
  say({ type: 'closed' });
  say(ticket({ externalId: 'bob' }));
  await eventually(() => expect(field()).toBeNull());
  say({ type: 'opened' });
  await eventually(() => expect(field()?.value).toBe(''));
});

/** What stands in the field when the chat is opened on another page of the site, and its customer is named there. */
async function nextPage(...says: LoaderMessage[]) {
  const page = openWholeFrame();
  for (const one of [...says, { type: 'opened' } as const]) page.say(one);
  await eventually(() => expect(page.field()).not.toBeNull());
  await settled();
  return { ...page, text: () => page.field()?.value };
}

test('what was written and not sent is there on the next page, until it is forgotten', async () => {
  const first = await nextPage(ticket());
  first.write('Where is my');
  const second = await nextPage(ticket());
  expect(second.text()).toBe('Where is my');
  second.say({ type: 'reset' });
  expect((await nextPage(ticket())).text()).toBe('');
});

test('without consent none of it is stored; with it, it is', async () => {
  const { say, write } = await nextPage(ticket({ mayStore: false }));
  write('Where is my');
  expect(sessionStorage).toHaveLength(0);
  say({ type: 'storage-allowed' });
  expect((await nextPage(ticket())).text()).toBe('Where is my');
  // An earlier consent's, where nothing may be stored now.
  openFrame().say({ type: 'reset' });
  expect(sessionStorage).toHaveLength(0);
});

test('what a named customer has begun is theirs on the next page, where they are named late, and nobody else’s', async () => {
  const ann = ticket({ externalId: 'ann' });
  (await nextPage(ann)).write('Where is my');
  const anonymous = await nextPage(ticket());
  expect(anonymous.text()).toBe('');
  anonymous.say(ann);
  await eventually(() => expect(anonymous.text()).toBe('Where is my'));
  const bob = await nextPage(ticket({ externalId: 'bob' }));
  expect(bob.text()).toBe('');
  // Nor is it left in the tab.
  expect(sessionStorage).toHaveLength(0);
});

test.each([{ mayStore: true }, { mayStore: null }])('a consent that is withdrawn leaves nothing stored: %j', (how) => {
  localStorage.setItem(ours, 'token');
  localStorage.setItem(others, 'token');
  sessionStorage.setItem('frontdesk:demo:draft', 'Hi');
  const { say } = openFrame();
  say(ticket(how));
  if (how.mayStore) say({ type: 'storage-denied' });
  expect([localStorage, sessionStorage].flatMap(Object.keys)).toEqual([others]);
});

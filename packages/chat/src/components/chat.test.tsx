// @vitest-environment jsdom
import type { ConversationEvent, Message, SiteAppearance } from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ChatSession } from '../chat-session.ts';
import { type ChatAction, initialChatState } from '../chat-state.ts';
import { createChatStore } from '../chat-store.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { Chat } from './chat.tsx';

const site: SiteAppearance = {
  siteKey: 'demo',
  name: 'Fernway',
  greeting: 'Hi! <b>Ask</b> me.',
  colour: '#1f7a4d',
  suggestions: ['How do I return an item?'],
};
const base = { conversationId: 'c', at: '2026-01-01T00:00:00.000Z' };
const message = (id: string, role: Message['role'], text: string): Message => ({
  ...{ id, role, text, clientMessageId: null, generationId: null, createdAt: base.at },
});
const event = (one: ConversationEvent): ChatAction => ({ type: 'event', event: one });
const asked = event({ ...base, seq: 1, type: 'message:created', message: message('m1', 'visitor', 'Hi <i>you</i>') });
const queued = event({ ...base, seq: 2, type: 'generation:queued', generationId: 'g', questionMessageId: 'm1' });
const words = (position: number, text: string): ChatAction => ({
  type: 'words',
  words: { generationId: 'g', position, text },
});
const done = (text: string) =>
  event({ ...base, seq: 3, type: 'generation:done', generationId: 'g', message: message('m2', 'assistant', text) });
const failed = event({
  ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'failed' },
  error: coded('generation_failed'),
  message: null,
});
const online: ChatAction[] = [{ type: 'opened' }, { type: 'connection', connection: 'online' }];

beforeAll(() => {
  // What jsdom has no layout for.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});
const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

function show(...actions: ChatAction[]) {
  const store = createChatStore(initialChatState);
  for (const action of actions) store.dispatch(action);
  const calls = { send: vi.fn(), resend: vi.fn(), reconnect: vi.fn(), close: vi.fn() };
  const session: ChatSession = { ...store, ...calls };
  const onClose = vi.fn();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  act(() => root.render(<Chat session={session} site={site} onClose={onClose} />));
  unmounts.push(() => {
    act(() => root.unmount());
    container.remove();
  });
  const find = <Name extends keyof HTMLElementTagNameMap>(name: Name, text: string) => {
    const found = [...container.querySelectorAll(name)].find((one) =>
      `${one.ariaLabel} ${one.textContent}`.includes(text),
    );
    if (found === undefined) throw new Error(`no ${name} "${text}" in: ${container.textContent}`);
    return found;
  };
  const field = container.querySelector('textarea') as HTMLTextAreaElement;
  return {
    container,
    field,
    ...calls,
    onClose,
    find,
    click: (text: string) => act(() => find('button', text).click()),
    dispatch: (...more: ChatAction[]) => act(() => more.forEach(store.dispatch)),
    write: (text: string) =>
      act(() => {
        // React listens to the element's own setter, so the prototype's is called.
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, text);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    press: (key: string, options: KeyboardEventInit = {}) =>
      act(() =>
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })),
      ),
    log: () => [...container.querySelectorAll('.fd-row')].map((row) => row.textContent.trim()),
    announced: () => container.querySelector('.fd-hidden[role=status]')?.textContent,
  };
}

test('says whose chat it is, that an AI answers and that it can be wrong', () => {
  const { container, find } = show(...online);
  expect(find('h1', 'Fernway').textContent).toBe('Fernway');
  expect(container.textContent).toContain('AI assistant');
  expect(container.textContent).toContain('An AI answers here and can be wrong.');
  expect(container.querySelector('[style]:not(section):not(textarea)')).toBeNull();
});

test('greets an empty conversation, with questions to start with', () => {
  const { container, send, click, dispatch } = show(...online);
  expect(container.textContent).toContain('Hi! <b>Ask</b> me.');
  click('How do I return an item?');
  expect(send).toHaveBeenCalledWith('How do I return an item?');
  dispatch(asked);
  expect(container.querySelector('.fd-chip')).toBeNull();
});

test('shows no greeting before the history is there', () => {
  const { container, dispatch } = show();
  expect(container.textContent).not.toContain('Ask');
  expect(container.textContent).toContain('Connecting…');
  dispatch(...online);
  expect(container.textContent).not.toContain('Connecting…');
});

test('waits, streams, is done; the reader hears it once, at the end', () => {
  const { log, announced, container, dispatch } = show(...online, asked, queued);
  expect(log().slice(1)).toEqual(['You:Hi <i>you</i>', 'The AI assistant is writing an answer']);
  dispatch(words(0, 'Within **30'));
  expect(log()[2]).toBe('AI assistant:Within 30');
  expect(container.querySelector('[data-growing]')).not.toBeNull();
  dispatch(words(11, ' days**'));
  expect(announced()).toBe('');
  dispatch(done('Within **30 days**.'));
  expect(log()[2]).toBe('AI assistant:Within 30 days.');
  expect(container.querySelector('[data-growing]')).toBeNull();
  expect(announced()).toBe('AI assistant: Within 30 days.');
});

test('what was there when the chat opened is not announced', () => {
  const { announced, dispatch } = show(asked, queued, done('Old answer'), ...online);
  dispatch({ type: 'connection', connection: 'reconnecting' });
  expect(announced()).toBe('');
});

test('a log that grows is silent', () => {
  const { container } = show(...online);
  const log = container.querySelector('[role=log]');
  expect(log?.getAttribute('aria-live')).toBe('off');
});

test('a failed answer says so and can be asked for again', () => {
  const { container, click, send } = show(...online, asked, queued, failed);
  expect(container.textContent).toContain('The answer could not be finished. Please try again.');
  click('Try again');
  expect(send).toHaveBeenCalledWith('Hi <i>you</i>');
});

test('a message that was not sent says so and can be sent again', () => {
  const outgoing = {
    clientMessageId: 'x',
    text: 'Hello',
    createdAt: base.at,
    status: 'failed',
    error: coded('site_limit_reached'),
  } as const;
  const { container, click, resend } = show(...online, { type: 'outgoing:add', outgoing });
  expect(container.textContent).toContain('Not sent. This chat has reached its limit for today.');
  click('Try again');
  expect(resend).toHaveBeenCalledWith('x');
});

test('a lost connection is said; what is written meanwhile waits', () => {
  const outgoing = { clientMessageId: 'x', text: 'Hello', createdAt: base.at, status: 'sending', error: null } as const;
  const { container, field } = show(
    ...online,
    { type: 'connection', connection: 'reconnecting' },
    { type: 'outgoing:add', outgoing },
  );
  expect(container.textContent).toContain('Connection lost. Reconnecting…');
  expect(container.textContent).toContain('Will be sent when you are back online');
  expect(field.disabled).toBe(false);
});

test('a refused chat says why', () => {
  const { container, field, click, reconnect } = show({
    type: 'connection',
    connection: 'refused',
    problem: coded('origin_refused'),
  });
  expect(container.querySelector('[role=alert]')?.textContent).toContain(
    'This chat is not available on this web site.',
  );
  expect(field.disabled).toBe(true);
  click('Try again');
  expect(reconnect).toHaveBeenCalledOnce();
});

test('Enter sends, Shift+Enter and an unfinished word do not', () => {
  const { field, send, write, press } = show(...online);
  write('Hello');
  press('Enter', { shiftKey: true });
  press('Enter', { isComposing: true });
  expect(send).not.toHaveBeenCalled();
  press('Enter');
  expect(send).toHaveBeenCalledWith('Hello');
  expect(field.value).toBe('');
  press('Enter');
  expect(send).toHaveBeenCalledOnce();
});

test('says how much room is left, and sends nothing too long', () => {
  const { container, write, press, send, find } = show(...online);
  write('x'.repeat(3_990));
  expect(container.textContent).toContain('10 characters left');
  write('x'.repeat(4_001));
  expect(container.textContent).toContain('1 character too many');
  expect(find('button', 'Send message').disabled).toBe(true);
  press('Enter');
  expect(send).not.toHaveBeenCalled();
});

test('takes the focus, and Escape closes', () => {
  const { field, press, onClose } = show(...online);
  expect(document.activeElement).toBe(field);
  press('Escape');
  expect(onClose).toHaveBeenCalledOnce();
});

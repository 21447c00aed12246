import type { AnswerSource, ConversationEvent, Message, SiteAppearance, VisitorDetails } from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import { Chat, type ChatProps } from '../components/chat/chat.tsx';
import { messageParts, rareParts } from '../components/lazy/lazy-parts.ts';
import { createTimers } from '../connection/timers.ts';
import { createUploads } from '../outgoing/uploads.ts';
import type { ChatSession } from '../session/chat-session.ts';
import type { ChatAction } from '../state/chat-reducer.ts';
import { initialChatState } from '../state/chat-state.ts';
import { createChatStore } from '../state/chat-store.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { createKeptDraft } from '../storage/kept-draft.ts';
import { loadLocale } from '../strings/languages.ts';
import { coded } from './scripted-gateway.ts';

export const site: SiteAppearance = {
  siteKey: 'demo',
  name: 'Fernway',
  greeting: 'Hi! <b>Ask</b> me.',
  colour: '#1f7a4d',
  suggestions: ['How do I return an item?'],
};
const english = await loadLocale(['en']);
const noCredentials = {
  token: () => Promise.reject(new Error('no gateway')),
  ...{ forget: () => false, close: () => {}, visitorId: () => null },
};
export const base = { conversationId: 'c', at: '2026-01-01T00:00:00.000Z' };
export const message = (id: string, role: Message['role'], text: string): Message => ({
  ...{ id, role, text, clientMessageId: null, generationId: null, createdAt: base.at },
});
export const event = (one: ConversationEvent): ChatAction => ({ type: 'event', event: one });
export const asked = event({
  ...base,
  seq: 1,
  type: 'message:created',
  message: message('m1', 'visitor', 'Hi <i>you</i>'),
});
export const queued = event({ ...base, seq: 2, type: 'generation:queued', generationId: 'g', questionMessageId: 'm1' });
export const words = (position: number, text: string): ChatAction => ({
  type: 'words',
  words: { generationId: 'g', position, text },
});
export const done = (text: string, sources: AnswerSource[] = []) =>
  event({
    ...{ ...base, seq: 3, type: 'generation:done', generationId: 'g' },
    message: { ...message('m2', 'assistant', text), sources },
  });
export const handedOver = (seq: number) =>
  event({ ...base, seq, type: 'conversation:handed-over', generationId: 'g', reason: 'person' });
export const available = (is: boolean): ChatAction => ({
  type: 'feedback',
  change: { type: 'available', available: is },
});
export const who = (more: Partial<VisitorDetails> = {}): ChatAction => ({
  ...{ type: 'visitor', visitor: { identified: false, name: null, email: null, ...more } },
});
export const failed = event({
  ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'failed' },
  error: coded('generation_failed'),
  message: null,
});
export const stopped = (text: string) =>
  event({
    ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'cancelled' },
    error: coded('generation_cancelled'),
    message: message('m2', 'assistant', text),
  });
export const where = { conversationId: null, supersedes: null };
export const online: ChatAction[] = [{ type: 'opened' }, { type: 'connection', connection: 'online' }];

/** What a file of tests needs before the first one: every part of the chat, and what jsdom has no layout for. */
export async function prepareStage(): Promise<void> {
  await Promise.all([messageParts.load(), rareParts.load()]);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
}

/** React listens to the element's own setter, so the prototype's is called. */
export function fill(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
const unmounts: (() => void)[] = [];
/** After each test. */
export function clearStage(): void {
  for (const unmount of unmounts.splice(0)) unmount();
}

export const show = (...actions: ChatAction[]) => showSite({}, ...actions);

export function showSite(ofSite: Partial<SiteAppearance>, ...actions: ChatAction[]) {
  const store = createChatStore(initialChatState);
  for (const action of actions) store.dispatch(action);
  const calls = {
    ...{
      send: vi.fn(),
      edit: vi.fn(),
      resend: vi.fn(),
      discard: vi.fn(),
      stop: vi.fn(),
      reconnect: vi.fn(),
      close: vi.fn(),
    },
    ...{ startConversation: vi.fn(), openConversation: vi.fn(), markRead: vi.fn(), typing: vi.fn() },
    listConversations: vi.fn<ChatSession['listConversations']>(async () => ({ conversations: [], more: false })),
    countUnread: vi.fn<ChatSession['countUnread']>(async () => 0),
    deleteConversation: vi.fn<ChatSession['deleteConversation']>(async () => {}),
    sound: { isOn: () => false, set: vi.fn() },
    hold: vi.fn<ChatSession['hold']>(() => () => {}),
  };
  const feedback = {
    ...{ rateAnswer: vi.fn(), tellSolved: vi.fn(), rateConversation: vi.fn(), requestPerson: vi.fn() },
    ...{ leaveContact: vi.fn(), noteAsked: vi.fn() },
  };
  const introduction = {
    read: vi.fn(async () => {}),
    introduce: vi.fn<ChatSession['introduction']['introduce']>(async () => null),
  };
  const uploads = createUploads({
    ...{ gatewayUrl: '', credentials: noCredentials, timers: createTimers(), renew: () => {} },
    online: () => false,
  });
  const draft = createKeptDraft(createMemoryStorage(), 'demo');
  const session: ChatSession = { ...store, ...calls, returning: false, feedback, introduction, uploads, draft };
  const onClose = vi.fn();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  const render = (of: ChatSession, how: Pick<ChatProps, 'active' | 'unasked'> = {}) =>
    act(() =>
      root.render(<Chat session={of} site={{ ...site, ...ofSite }} locale={english} onClose={onClose} {...how} />),
    );
  render(session);
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
    ...feedback,
    introduction,
    uploads,
    draft,
    onClose,
    find,
    click: (text: string) => act(() => find('button', text).click()),
    /** In another session that knows the same. */
    goOn: () => render({ ...session }),
    /** As a frame does, in view or not, asked for or not. */
    place: (how: Pick<ChatProps, 'active' | 'unasked'>) => render(session, how),
    dispatch: (...more: ChatAction[]) => act(() => more.forEach(store.dispatch)),
    write: (text: string) => act(() => fill(field, text)),
    type: (selector: string, text: string) =>
      act(() => fill(container.querySelector(selector) as HTMLInputElement, text)),
    press: (key: string, options: KeyboardEventInit = {}, target: Element | null = field) =>
      act(() =>
        target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })),
      ),
    log: () => [...container.querySelectorAll('.fd-row')].map((row) => withoutFoot(row).trim()),
    announced: () => container.querySelector('.fd-hidden[role=status]')?.textContent,
  };
}

/** What a row says, without the time and the buttons below it. */
function withoutFoot(row: Element): string {
  const copy = row.cloneNode(true) as Element;
  copy.querySelector('.fd-foot, .fd-actions')?.remove();
  return copy.textContent;
}

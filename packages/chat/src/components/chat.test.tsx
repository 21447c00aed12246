// @vitest-environment jsdom
import {
  type AnswerSource,
  type ConversationEvent,
  type Message,
  readWidgetSettings,
  type SiteAppearance,
  type VisitorDetails,
} from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChatSession } from '../chat-session.ts';
import { type ChatAction, initialChatState } from '../chat-state.ts';
import { createChatStore } from '../chat-store.ts';
import { GatewayError } from '../gateway-request.ts';
import { loadLocale } from '../strings/languages.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { createTimers } from '../timers.ts';
import { createUploads } from '../uploads.ts';
import { Chat } from './chat.tsx';
import { messageParts, rareParts } from './lazy-parts.ts';

const site: SiteAppearance = {
  siteKey: 'demo',
  name: 'Fernway',
  greeting: 'Hi! <b>Ask</b> me.',
  colour: '#1f7a4d',
  suggestions: ['How do I return an item?'],
};
const english = await loadLocale(['en']);
const noCredentials = { token: () => Promise.reject(new Error('no gateway')), forget: () => {}, visitorId: () => null };
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
const done = (text: string, sources: AnswerSource[] = []) =>
  event({
    ...{ ...base, seq: 3, type: 'generation:done', generationId: 'g' },
    message: { ...message('m2', 'assistant', text), sources },
  });
const handedOver = (seq: number) =>
  event({ ...base, seq, type: 'conversation:handed-over', generationId: 'g', reason: 'person' });
const available = (is: boolean): ChatAction => ({ type: 'feedback', change: { type: 'available', available: is } });
const who = (more: Partial<VisitorDetails> = {}): ChatAction => ({
  ...{ type: 'visitor', visitor: { identified: false, name: null, email: null, ...more } },
});
const failed = event({
  ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'failed' },
  error: coded('generation_failed'),
  message: null,
});
const stopped = (text: string) =>
  event({
    ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'cancelled' },
    error: coded('generation_cancelled'),
    message: message('m2', 'assistant', text),
  });
const where = { conversationId: null, supersedes: null };
const online: ChatAction[] = [{ type: 'opened' }, { type: 'connection', connection: 'online' }];

beforeAll(async () => {
  await Promise.all([messageParts.load(), rareParts.load()]);
  // What jsdom has no layout for.
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
});
/** React listens to the element's own setter, so the prototype's is called. */
function fill(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

const show = (...actions: ChatAction[]) => showSite({}, ...actions);

function showSite(ofSite: Partial<SiteAppearance>, ...actions: ChatAction[]) {
  const store = createChatStore(initialChatState);
  for (const action of actions) store.dispatch(action);
  const calls = {
    ...{ send: vi.fn(), edit: vi.fn(), resend: vi.fn(), stop: vi.fn(), reconnect: vi.fn(), close: vi.fn() },
    ...{ startConversation: vi.fn(), openConversation: vi.fn(), markRead: vi.fn(), typing: vi.fn() },
    listConversations: vi.fn<ChatSession['listConversations']>(async () => ({ conversations: [], more: false })),
    deleteConversation: vi.fn(async () => {}),
    sound: { isOn: () => false, set: vi.fn() },
  };
  const feedback = {
    ...{ rateAnswer: vi.fn(), tellSolved: vi.fn(), rateConversation: vi.fn(), requestPerson: vi.fn() },
    ...{ leaveContact: vi.fn(), noteAsked: vi.fn() },
  };
  const introduction = { read: vi.fn(async () => {}), introduce: vi.fn(async () => null) };
  const uploads = createUploads({
    ...{ gatewayUrl: '', credentials: noCredentials, timers: createTimers(), renew: () => {} },
    online: () => false,
  });
  const session: ChatSession = { ...store, ...calls, returning: false, feedback, introduction, uploads };
  const onClose = vi.fn();
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  act(() => root.render(<Chat session={session} site={{ ...site, ...ofSite }} locale={english} onClose={onClose} />));
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
    onClose,
    find,
    click: (text: string) => act(() => find('button', text).click()),
    dispatch: (...more: ChatAction[]) => act(() => more.forEach(store.dispatch)),
    write: (text: string) => act(() => fill(field, text)),
    type: (selector: string, text: string) =>
      act(() => fill(container.querySelector(selector) as HTMLInputElement, text)),
    press: (key: string, options: KeyboardEventInit = {}) =>
      act(() =>
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })),
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

test('who waits sees their place, until there are words', () => {
  const waiting = (place: number, expectedWaitMs: number | null): ChatAction => ({
    ...{ type: 'waiting', place: { conversationId: 'c', generationId: 'g', place, expectedWaitMs } },
  });
  const { container, dispatch } = show(...online, asked, queued, waiting(4, 17_000));
  const place = () => container.querySelector('.fd-place')?.textContent;
  expect(place()).toBe('3 ahead of you · about 20 seconds');
  dispatch(waiting(2, 91_000));
  expect(place()).toBe('1 ahead of you · about 2 minutes');
  dispatch(waiting(1, 1_200));
  expect(place()).toBe('You are next · a few seconds');
  dispatch(waiting(1, null));
  expect(place()).toBe('You are next');
  dispatch(words(0, 'Within'), waiting(1, null));
  expect(place()).toBeUndefined();
});

test('an answer can be stopped while it is made and nothing is written', () => {
  const { container, click, find, stop, write, dispatch, announced } = show(
    ...online,
    asked,
    queued,
    words(0, 'It began'),
  );
  click('Stop the answer');
  expect(stop).toHaveBeenCalledOnce();
  write('Next');
  find('button', 'Send message');
  write('');
  dispatch({ type: 'connection', connection: 'reconnecting' });
  find('button', 'Send message');
  dispatch(online[1] as ChatAction);
  dispatch(stopped('It began'));
  find('button', 'Send message');
  expect(container.textContent).toContain('Stopped.');
  expect(container.querySelector('.fd-note-error')).toBeNull();
  expect(announced()).toContain('It began');
});

test('a failed answer says so and can be asked for again', () => {
  const { container, click, edit, send, dispatch } = show(...online, asked, queued, failed);
  expect(container.textContent).toContain('The answer could not be finished. Please try again.');
  click('Try again');
  expect(edit).toHaveBeenCalledWith('m1', 'Hi <i>you</i>');
  // Once something else was asked, it is a question like any other.
  dispatch(event({ ...base, seq: 4, type: 'message:created', message: message('m3', 'visitor', 'And you?') }));
  click('Try again');
  expect(send).toHaveBeenCalledWith('Hi <i>you</i>');
});

test('a message that was not sent says so and can be sent again', () => {
  const outgoing = {
    clientMessageId: 'x',
    text: 'Hello',
    createdAt: base.at,
    status: 'failed',
    ...{ conversationId: null, supersedes: null },
    error: coded('site_limit_reached'),
  } as const;
  const { container, click, resend } = show(...online, { type: 'outgoing:add', outgoing });
  expect(container.textContent).toContain('Not sent. This chat has reached its limit for today.');
  click('Try again');
  expect(resend).toHaveBeenCalledWith('x');
});

test('a lost connection is said; what is written meanwhile waits', () => {
  const outgoing = {
    clientMessageId: 'x',
    text: 'Hello',
    createdAt: base.at,
    status: 'sending',
    error: null,
    ...where,
  } as const;
  const { container, field } = show(
    ...online,
    { type: 'connection', connection: 'reconnecting' },
    { type: 'outgoing:add', outgoing },
  );
  expect(container.textContent).toContain('Connection lost. Reconnecting…');
  expect(container.textContent).toContain('Will be sent when you are back online');
  expect(field.disabled).toBe(false);
});

test('a message that got no answer waits for a connection, too', () => {
  const outgoing = { clientMessageId: 'x', text: 'Hello', createdAt: base.at, status: 'sending' } as const;
  const { container } = show(...online, {
    ...{ type: 'outgoing:add', outgoing: { ...outgoing, error: coded('unavailable'), ...where } },
  });
  expect(container.textContent).toContain('Will be sent when you are back online');
});

test('a refused file is shown, and a message goes out without it', () => {
  const { container, uploads, write, press, send } = show(...online);
  act(() => uploads.add([new File(['z'], 'x.zip', { type: 'application/zip' })]));
  expect(container.querySelector('.fd-upload[data-status=failed]')).not.toBeNull();
  press('Enter');
  expect(send).not.toHaveBeenCalled();
  write('Hello');
  press('Enter');
  expect(send).toHaveBeenCalledWith('Hello');
  expect(container.querySelector('.fd-upload')).toBeNull();
});

test('new messages are told of only where something is new further down', () => {
  const { container, dispatch } = show(...online, asked, queued, done('Sure!'), handedOver(4));
  const log = container.querySelector('.fd-scroller') as HTMLElement;
  for (const [name, value] of Object.entries({ scrollHeight: 1_000, clientHeight: 300 }))
    Object.defineProperty(log, name, { value });
  const scrollTo = (top: number) =>
    act(() => {
      log.scrollTop = top;
      log.dispatchEvent(new Event('scroll'));
    });
  scrollTo(700);
  scrollTo(100);
  const button = () => container.querySelector('.fd-to-bottom')?.textContent;
  expect(button()).toBe('');
  dispatch(event({ ...base, seq: 5, type: 'conversation:contact-left', email: 'ann@example.org' }));
  expect(button()).toBe('');
  dispatch(event({ ...base, seq: 6, type: 'message:created', message: message('m6', 'agent', 'Hello') }));
  expect(button()).toBe('New messages');
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

test('an answer has its sources behind it, the safe ones as links', () => {
  const { container, dispatch } = show(...online, asked, queued, words(0, 'Within 30 days.'));
  expect(container.querySelector('.fd-sources')).toBeNull();
  dispatch(
    done('Within 30 days.', [
      { id: 'p1', title: 'Returns', url: 'https://shop.example/returns' },
      { id: 'p2', title: 'Refunds', url: null },
      { id: 'p3', title: 'Hostile', url: 'javascript:alert(1)' },
    ]),
  );
  const list = container.querySelector('ul[aria-label=Sources]');
  expect([...(list?.children ?? [])].map((one) => one.textContent)).toEqual([
    'Returns(opens in a new tab)',
    'Refunds',
    'Hostile',
  ]);
  const links = [...(list?.querySelectorAll('a') ?? [])];
  expect(links.map(({ href, target, rel }) => ({ href, target, rel }))).toEqual([
    { href: 'https://shop.example/returns', target: '_blank', rel: 'noopener noreferrer' },
  ]);
});

test('a hand-over is said once; it promises nothing, and asks for an address while nobody is there', () => {
  const { container, announced, dispatch, click, type, leaveContact } = show(...online, asked, queued, done('Sure!'));
  dispatch(handedOver(4));
  expect(container.textContent).toContain('Passed on to the Fernway team');
  expect(announced()).toContain('Passed on to the Fernway team');
  // Who is there is not known yet.
  expect(container.querySelector('input[type=email]')).toBeNull();
  dispatch(available(false));
  expect(container.textContent).toContain('Nobody from the team is here right now.');
  // Nor whether an address is known already.
  expect(container.querySelector('input[type=email]')).toBeNull();
  dispatch(who());
  type('input[type=email]', 'ann@');
  click('Leave address');
  const field = container.querySelector('input[type=email]');
  expect(field?.getAttribute('aria-invalid')).toBe('true');
  const fault = document.getElementById(field?.getAttribute('aria-describedby') ?? '');
  expect(fault?.textContent).toBe('This does not look like an e-mail address.');
  expect(leaveContact).not.toHaveBeenCalled();
  type('input[type=email]', ' ann@example.org ');
  click('Leave address');
  expect(leaveContact).toHaveBeenCalledWith('ann@example.org');
  dispatch(event({ ...base, seq: 5, type: 'conversation:contact-left', email: 'ann@example.org' }), handedOver(6));
  expect(container.querySelectorAll('.fd-hand-over')).toHaveLength(1);
  expect(container.textContent).toContain('The team can write to ann@example.org about this.');
  expect(container.querySelector('input[type=email]')).toBeNull();
  click('Change');
  expect(container.querySelector<HTMLInputElement>('input[type=email]')?.value).toBe('ann@example.org');
});

test('a second wish for a person brings the card to where it was said', () => {
  const { container, dispatch, announced } = show(...online, asked, handedOver(2), available(false), who());
  const places = () => [...container.querySelectorAll<HTMLElement>('.fd-log > li')].map(({ dataset }) => dataset.role);
  const before = places();
  dispatch(event({ ...base, seq: 3, type: 'message:created', message: message('m3', 'visitor', 'A person!') }));
  expect(places()).toEqual([...before, 'visitor']);
  expect(announced()).toBe('');
  dispatch(handedOver(4));
  expect(places().slice(-2)).toEqual(['visitor', 'hand-over']);
  expect(announced()).toContain('Passed on to the Fernway team');
  expect(container.querySelectorAll('input[type=email]')).toHaveLength(1);
});

test('while a person answers, the head of the chat says who', () => {
  const by = { name: 'Ines' };
  const { container, dispatch } = show(
    ...online,
    asked,
    event({ ...base, seq: 2, type: 'conversation:taken-over', by }),
  );
  const role = () => container.querySelector('.fd-role')?.textContent;
  expect(role()).toBe('Ines');
  dispatch(event({ ...base, seq: 3, type: 'conversation:handed-back', by }));
  expect(role()).toBe('AI assistant');
});

test('a complaint of the gateway can be put away; the next one is shown', () => {
  const problem = (): ChatAction => ({
    ...{ type: 'connection', connection: 'online', problem: coded('generation_unknown') },
  });
  const { container, click, dispatch } = show({ type: 'opened' }, problem());
  const banner = () => container.querySelector('.fd-banner');
  expect(banner()?.textContent).toBe('This answer does not exist.');
  click('Hide');
  expect(banner()).toBeNull();
  dispatch(problem());
  expect(banner()).not.toBeNull();
});

test('a person who takes over is named, where they come and where they speak; the bot that fell silent says no more', () => {
  const by = { name: 'Ada <b>L</b>' };
  const reply = { ...message('m9', 'agent', 'I am <i>here</i>'), author: by };
  const cut = event({
    ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'cancelled' },
    error: coded('taken_over'),
    message: message('m2', 'assistant', 'We'),
  });
  const { container, dispatch, announced } = show(...online, asked, queued, words(0, 'We'), cut);
  dispatch(event({ ...base, seq: 4, type: 'conversation:taken-over', by }));
  expect(container.textContent).toContain('Ada <b>L</b> answers now');
  expect(container.textContent).toContain('You are talking with Ada <b>L</b>.');
  expect(container.textContent).not.toContain('Stopped.');
  expect(announced()).toBe('Ada <b>L</b> answers now.');
  dispatch(event({ ...base, seq: 5, type: 'message:created', message: reply }));
  expect(container.querySelector('[data-role="agent"]')?.textContent).toContain('I am <i>here</i>');
  expect(announced()).toContain('Ada <b>L</b>: I am <i>here</i>');
  dispatch(event({ ...base, seq: 6, type: 'conversation:handed-back', by }));
  expect(container.textContent).toContain('The AI assistant answers again');
  expect(container.textContent).toContain('An AI answers here');
});

test('whose address is known is told where the team can write to, and can say another', () => {
  const known = [available(false), who({ email: 'ann@example.org' })];
  const { container, click } = show(...online, asked, queued, done('Sure!'), handedOver(4), ...known);
  expect(container.textContent).toContain('The team can write to ann@example.org about this.');
  click('Change');
  expect(container.querySelector<HTMLInputElement>('input[type=email]')?.value).toBe('ann@example.org');
});

test('a person can be asked for in the menu at any time; who is waiting for one is shown where, and told', () => {
  const { container, click, requestPerson, dispatch, announced } = show(...online);
  click('Menu');
  click('Talk to a person');
  expect(requestPerson).toHaveBeenCalledOnce();
  dispatch(event({ ...base, seq: 1, type: 'conversation:person-requested' }));
  const notice = container.querySelector('[data-role=hand-over]') as HTMLElement;
  notice.getBoundingClientRect = () => ({ ...new DOMRect(), top: -630 });
  const log = container.querySelector('.fd-scroller') as HTMLElement;
  Object.defineProperties(log, { scrollHeight: { value: 700 }, clientHeight: { value: 300 } });
  click('Menu');
  click('Talk to a person');
  expect(requestPerson).toHaveBeenCalledOnce();
  // The log alone: what is around it, and the page around that, stay where they are.
  expect(log.scrollTop).toBe(70);
  expect(announced()).toContain('Passed on to the Fernway team');
  const node = () => container.querySelector('.fd-hidden[role=status] > span');
  const before = node();
  click('Menu');
  click('Talk to a person');
  // The same words in another node: a screen reader says them again.
  expect(node()?.textContent).toBe(before?.textContent);
  expect(node()).not.toBe(before);
});

test('where somebody is there, a hand-over says so and asks for nothing', () => {
  const { container } = show(...online, asked, queued, done('Sure!'), handedOver(4), available(true));
  expect(container.textContent).toContain('Someone from the team is here');
  expect(container.querySelector('input[type=email]')).toBeNull();
});

describe('thumbs', () => {
  const rated = (seq: number, thumb: 'up' | 'down' | null, comment: string | null = null) =>
    event({ ...base, seq, type: 'generation:rated', generationId: 'g', thumb, comment });
  const pressed = (container: HTMLElement) =>
    [...container.querySelectorAll('.fd-action[aria-pressed=true]')].map((one) => one.ariaLabel);

  test('are there once an answer is finished, can be changed and taken back', () => {
    const { container, click, rateAnswer, dispatch } = show(...online, asked, queued, words(0, 'Within'));
    expect(container.querySelector('.fd-actions')).toBeNull();
    dispatch(done('Within 30 days.'));
    click('Helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'up', null);
    dispatch(rated(4, 'up'));
    expect(pressed(container)).toEqual(['Helpful']);
    click('Not helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'down', null);
    dispatch(rated(5, 'down'));
    expect(pressed(container)).toEqual(['Not helpful']);
    click('Not helpful');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', null, null);
    dispatch(rated(6, null));
    expect(pressed(container)).toEqual([]);
  });

  test('one down asks for a comment, which nobody has to write; Escape leaves it and not the chat', () => {
    const { container, click, type, rateAnswer, dispatch, onClose } = show(
      ...online,
      asked,
      queued,
      done('In 30 days.'),
    );
    click('Not helpful');
    dispatch(rated(4, 'down'));
    const comment = () => container.querySelector<HTMLTextAreaElement>('.fd-actions textarea');
    expect(document.activeElement).toBe(comment());
    act(() => comment()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(comment()).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
    expect(document.activeElement?.ariaLabel).toBe('Not helpful');
    click('Not helpful');
    dispatch(rated(5, null));
    click('Not helpful');
    dispatch(rated(6, 'down'));
    type('.fd-actions textarea', '  The old price. ');
    click('Send');
    expect(rateAnswer).toHaveBeenLastCalledWith('g', 'down', 'The old price.');
    expect(container.querySelector('.fd-thanks')?.textContent).toBe('Thank you.');
  });

  test('are as they were after a refresh, with the comment', () => {
    const { container } = show(asked, queued, done('Within 30 days.'), rated(4, 'down', '<b>Old</b>'), ...online);
    expect(pressed(container)).toEqual(['Not helpful']);
    expect(container.querySelector('.fd-comment')?.textContent).toContain('<b>Old</b>');
    expect(container.querySelector('.fd-comment b')).toBeNull();
  });
});

describe('the end of a conversation', () => {
  const sourced = done('Within 30 days.', [{ id: 'p1', title: 'Returns', url: null }]);
  const solved = (is: boolean) => event({ ...base, seq: 4, type: 'conversation:solved', solved: is, by: 'bot' });
  const asking: ChatAction = {
    ...{ type: 'feedback', change: { type: 'asked', asked: { generationId: 'g', dismissed: false } } },
  };

  test('is asked for when its reader has been quiet, once, and heard', () => {
    vi.useFakeTimers();
    try {
      const { container, press, announced, noteAsked, click, tellSolved } = show(...online, asked, queued, sourced);
      act(() => vi.advanceTimersByTime(40_000));
      press('a');
      act(() => vi.advanceTimersByTime(40_000));
      expect(container.querySelector('[data-role=end]')).toBeNull();
      act(() => vi.advanceTimersByTime(10_000));
      expect(noteAsked).toHaveBeenCalledExactlyOnceWith('g');
      expect(announced()).toBe('Did this solve it?');
      click('Yes');
      expect(tellSolved).toHaveBeenCalledWith(true);
      click('Not now');
      expect(noteAsked).toHaveBeenLastCalledWith('g', true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('who says yes is asked for a rating, with a comment if they like', () => {
    const { container, find, type, click, rateConversation, dispatch } = show(
      ...[...online, asked, queued, sourced, asking, solved(true)],
    );
    act(() => find('input', 'Good').click());
    expect(rateConversation).toHaveBeenCalledWith(4, null);
    dispatch(event({ ...base, seq: 5, type: 'conversation:rated', score: 4, comment: null }));
    expect(find('input', 'Good').checked).toBe(true);
    type('[data-role=end] textarea', 'Quick!');
    click('Send');
    expect(rateConversation).toHaveBeenLastCalledWith(4, 'Quick!');
    dispatch(event({ ...base, seq: 6, type: 'conversation:rated', score: 4, comment: 'Quick!' }));
    expect(container.querySelector('[data-role=end]')?.textContent).toContain('Thank you.');
  });

  test('who says no is offered a person', () => {
    const { click, requestPerson } = show(...online, asked, queued, sourced, asking, solved(false));
    click('Talk to a person');
    expect(requestPerson).toHaveBeenCalledOnce();
  });
});

describe('before the first message', () => {
  const settings = readWidgetSettings({ preChat: { name: 'optional', email: 'required' } });

  test('a site may ask who it is; what is wrong is said beside the field', async () => {
    const { container, field, click, type, introduction, dispatch } = showSite({ settings }, ...online);
    expect(introduction.read).toHaveBeenCalled();
    expect(field.disabled).toBe(false);
    dispatch(who());
    expect(field.disabled).toBe(true);
    expect(container.querySelector('.fd-chip')).toBeNull();
    expect(container.textContent).toContain('Name (optional)');
    click('Start the chat');
    expect(container.querySelector('.fd-field-error')?.textContent).toBe('Please fill this in.');
    expect(document.activeElement).toBe(container.querySelector('[name=email]'));
    type('[name=email]', 'ann');
    expect(container.querySelector('.fd-field-error')).toBeNull();
    click('Start the chat');
    expect(container.querySelector('.fd-field-error')?.textContent).toBe('This does not look like an e-mail address.');
    expect(introduction.introduce).not.toHaveBeenCalled();
    type('[name=email]', 'ann@example.org');
    await act(async () => container.querySelector<HTMLButtonElement>('.fd-card .fd-button')?.click());
    expect(introduction.introduce).toHaveBeenCalledWith({ email: 'ann@example.org' });
    dispatch(who({ email: 'ann@example.org' }));
    expect(field.disabled).toBe(false);
  });

  test('what may be left out holds nobody up', () => {
    const optional = readWidgetSettings({ preChat: { name: 'optional', email: 'optional' } });
    const { container, field, dispatch } = showSite({ settings: optional }, ...online, who());
    expect(container.querySelector('[data-role=pre-chat]')).not.toBeNull();
    expect(field.disabled).toBe(false);
    expect(container.querySelector('.fd-chip')).not.toBeNull();
    dispatch(asked);
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
  });

  test('who leaves out what may be left out is not asked again', async () => {
    const optional = readWidgetSettings({ preChat: { email: 'optional' } });
    const { container } = showSite({ settings: optional }, ...online, who());
    await act(async () => container.querySelector<HTMLButtonElement>('.fd-card .fd-button')?.click());
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
  });

  test('who wrote before it was known what the site requires is asked then; what they wrote stays', () => {
    const { container, field, dispatch } = showSite({}, ...online);
    const outgoing = { ...where, clientMessageId: 'x', text: 'Hi', createdAt: base.at, error: null };
    dispatch({ type: 'outgoing:add', outgoing: { ...outgoing, status: 'sending' } });
    dispatch(who({ preChat: { name: 'off', email: 'required' } }));
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
    const error = coded('details_required');
    dispatch({ type: 'outgoing:change', clientMessageId: 'x', status: 'sending', error });
    expect(container.querySelector('.fd-note')?.textContent).toBe('Please tell us who you are first.');
    expect(document.activeElement).toBe(container.querySelector('[name=email]'));
    expect(field.disabled).toBe(true);
  });

  test('nobody calls a person before they have said what is required', () => {
    const { container, click, requestPerson } = showSite({ settings }, ...online, who());
    click('Menu');
    click('Talk to a person');
    expect(requestPerson).not.toHaveBeenCalled();
    expect(container.querySelector('.fd-form')?.contains(document.activeElement)).toBe(true);
  });

  test('who is known, or has written, is not asked', () => {
    expect(showSite({ settings }, ...online, who({ identified: true })).field.disabled).toBe(false);
    expect(showSite({ settings }, ...online, who(), asked).container.querySelector('[data-role=pre-chat]')).toBeNull();
    expect(show(...online).introduction.read).not.toHaveBeenCalled();
  });
});

describe('reading pace', () => {
  const sentence = 'You can return any item within 30 days of delivery. ';
  const text = sentence.repeat(6).trim();
  const answerText = (container: HTMLElement) => container.querySelector('.fd-markdown')?.textContent.trim() ?? '';
  const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('matchMedia', () => ({ matches: false }));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
  });

  test('the first words are there at once, the rest follows word by word, then the answer is done', () => {
    const { container, announced, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    expect(answerText(container)).toBe('You can return');
    dispatch(done(text, [{ id: 'p1', title: 'Returns', url: null }]));
    // Who listens does not wait for who looks.
    expect(announced()).toBe(`AI assistant: ${text}`);
    const row = container.querySelector('[data-generation=g]');
    let before = answerText(container);
    for (let elapsedMs = 0; before !== text; elapsedMs += 50) {
      expect(elapsedMs).toBeLessThan(1_500);
      expect(row?.getAttribute('data-state')).toBe('streaming');
      expect(container.querySelector('.fd-sources')).toBeNull();
      pass(50);
      const after = answerText(container);
      expect(text.startsWith(after)).toBe(true);
      expect(text.charAt(after.length)).toMatch(/^\s?$/);
      expect(after.length - before.length).toBeLessThan(60);
      before = after;
    }
    expect(row?.getAttribute('data-state')).toBe('done');
    expect(container.querySelector('.fd-sources')?.textContent).toBe('Returns');
  });

  test('what was there before is there at once, and what comes after it follows', () => {
    const { container, dispatch } = show(asked, queued, words(0, text), ...online);
    expect(answerText(container)).toBe(text);
    dispatch(words(text.length, ` ${text}`));
    expect(answerText(container).length).toBeLessThan(text.length + 20);
    pass(3_000);
    expect(answerText(container)).toBe(`${text} ${text}`);
  });

  test('a finished answer of the history is there at once', () => {
    const { container } = show(asked, queued, done(text), ...online);
    expect(answerText(container)).toBe(text);
    expect(container.querySelector('[data-generation=g]')?.getAttribute('data-state')).toBe('done');
  });

  test('all is there at once where motion is not wanted', () => {
    vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(prefers-reduced-motion: reduce)' }));
    const { container, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    expect(answerText(container)).toBe(text);
  });

  test('all is there at once in a hidden tab, and when the tab is hidden meanwhile', () => {
    const { container, dispatch } = show(...online, asked, queued);
    dispatch(words(0, text));
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    act(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(answerText(container)).toBe(text);
    dispatch(words(text.length, ` ${text}`));
    expect(answerText(container)).toBe(`${text} ${text}`);
    visibility.mockRestore();
  });

  test('an answer that failed says so behind its last word', () => {
    const { container, dispatch } = show(...online, asked, queued, words(0, ' '));
    dispatch(words(1, text), failed);
    const row = container.querySelector('[data-generation=g]');
    expect(row?.textContent).not.toContain('could not be finished');
    pass(3_000);
    expect(row?.textContent).toContain('could not be finished');
  });
});

describe('below an answer', () => {
  test('it is copied as it was written, and that is said', async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    const { container, find } = show(...online, asked, queued, done('Within **30 days**.'));
    await act(async () => find('button', 'Copy the answer').click());
    expect(writeText).toHaveBeenCalledWith('Within **30 days**.');
    expect(container.querySelector('.fd-action-said[role=status]')?.textContent).toBe('Copied');
    writeText.mockRejectedValue(new Error('not allowed'));
    document.execCommand = () => false;
    await act(async () => find('button', 'Copy the answer').click());
    expect(container.querySelector('.fd-action-said')?.textContent).toBe('Copying is not allowed here');
  });

  test('the last one can be asked for again, an earlier one can not', () => {
    const { click, edit, dispatch, container } = show(...online, asked, queued, done('Yes.'));
    click('Ask again');
    expect(edit).toHaveBeenCalledWith('m1', 'Hi <i>you</i>');
    dispatch(event({ ...base, seq: 4, type: 'message:created', message: message('m3', 'visitor', 'And?') }));
    expect(container.querySelector('[aria-label="Ask again"]')).toBeNull();
  });

  test('nothing stands there while it is made', () => {
    const { container, dispatch } = show(...online, asked, queued, words(0, 'Within'));
    expect(container.querySelector('[data-role=assistant] .fd-actions')).toBeNull();
    dispatch(done('Within 30 days.'));
    expect(container.querySelector('[data-role=assistant] .fd-actions time')?.getAttribute('datetime')).toBe(base.at);
  });
});

test('the last question is written anew; what was begun comes back afterwards', () => {
  const { field, click, write, press, edit, onClose, container, find } = show(...online, asked, queued, done('Yes.'));
  write('Something else');
  click('Edit the question');
  expect(field.value).toBe('Hi <i>you</i>');
  expect(document.activeElement).toBe(field);
  expect(container.textContent).toContain('Editing your question');
  press('Escape');
  expect(onClose).not.toHaveBeenCalled();
  expect(field.value).toBe('Something else');
  click('Edit the question');
  write('Hi you');
  press('Enter');
  expect(edit).toHaveBeenCalledWith('m1', 'Hi you');
  expect(field.value).toBe('Something else');
  expect(() => find('button', 'Cancel')).toThrow();
});

test('of a question that was asked anew only the new one is shown, and that it was edited', () => {
  const anew = (seq: number, text: string, id: string, earlier: string): ChatAction[] => [
    event({ ...base, seq, type: 'message:superseded', messageId: earlier, byMessageId: id }),
    event({ ...base, seq: seq + 1, type: 'message:created', message: message(id, 'visitor', text) }),
  ];
  const { log, container, dispatch } = show(
    ...online,
    asked,
    queued,
    done('Yes.'),
    ...anew(4, 'Hi <i>you</i>', 'm3', 'm1'),
  );
  expect(log().slice(1)).toEqual(['You:Hi <i>you</i>']);
  expect(container.querySelector('[data-role=visitor] .fd-foot')?.textContent).not.toContain('edited');
  dispatch(...anew(6, 'Hi all', 'm4', 'm3'));
  expect(log().slice(1)).toEqual(['You:Hi all']);
  expect(container.querySelector('[data-role=visitor] .fd-foot')?.textContent).toContain('edited');
});

describe('the menu', () => {
  const key = (target: Element | null, name: string) =>
    act(() => target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));
  const entry = () => document.activeElement?.textContent;

  test('opens, is walked through by keys, and gives the focus back', () => {
    const { find, container, onClose } = show(...online, asked, queued, done('Yes.'));
    const button = find('button', 'Menu');
    key(button, 'ArrowDown');
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(entry()).toBe('New conversation');
    key(document.activeElement, 'ArrowUp');
    expect(entry()).toBe('Delete this conversation');
    key(document.activeElement, 'ArrowDown');
    expect(entry()).toBe('New conversation');
    key(document.activeElement, 'e');
    expect(entry()).toBe('Earlier conversations');
    key(document.activeElement, 'End');
    expect(entry()).toBe('Delete this conversation');
    key(document.activeElement, 'Escape');
    expect(container.querySelector('[role=menu]')).toBeNull();
    expect(document.activeElement).toBe(button);
    expect(onClose).not.toHaveBeenCalled();
    act(() => button.click());
    act(() => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true })));
    expect(container.querySelector('[role=menu]')).toBeNull();
  });

  test('begins a new conversation; where nothing was said there is nothing to begin anew, to save or to delete', () => {
    const { click, startConversation, container, dispatch } = show(...online);
    click('Menu');
    expect([...container.querySelectorAll('[aria-disabled=true]')].map((one) => one.textContent)).toEqual([
      ...['New conversation', 'Save as text', 'Save as Markdown', 'Delete this conversation'],
    ]);
    click('New conversation');
    expect(startConversation).not.toHaveBeenCalled();
    dispatch(asked);
    click('New conversation');
    expect(startConversation).toHaveBeenCalledOnce();
  });

  test('shows earlier conversations, opens one, and leads back', async () => {
    const shown = show(...online, asked);
    const { container, listConversations, openConversation, onClose, click } = shown;
    listConversations.mockResolvedValue({
      conversations: [
        { conversationId: 'c', firstText: 'Hi <i>you</i>', lastActivityAt: base.at, unread: 0 },
        { conversationId: 'd', firstText: 'Where is it?', lastActivityAt: new Date().toISOString(), unread: 2 },
      ],
      more: false,
    });
    click('Menu');
    await act(async () => shown.find('button', 'Earlier conversations').click());
    expect(container.querySelector('.fd-body[inert]')).not.toBeNull();
    expect([...container.querySelectorAll('.fd-conversation')].map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Hi <i>you<\/i>January 1, 2026|^Hi <i>you<\/i>.*shown now$/),
      expect.stringMatching(/^Where is it\?22 unread messages\d/),
    ]);
    click('Where is it?');
    expect(openConversation).toHaveBeenCalledWith('d');
    expect(container.querySelector('.fd-panel')).toBeNull();
    click('Menu');
    listConversations.mockRejectedValue(new GatewayError(coded('unavailable')));
    await act(async () => shown.find('button', 'Earlier conversations').click());
    expect(container.querySelector('.fd-panel [role=alert]')?.textContent).toContain('not available right now');
    key(document.activeElement, 'Escape');
    expect(container.querySelector('.fd-panel')).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
  });

  test('asks before it deletes, and says when that failed', async () => {
    const { container, field, click, find, deleteConversation } = show(...online, asked);
    click('Menu');
    click('Delete this conversation');
    expect(container.querySelector('[role=alertdialog]')?.textContent).toContain('This can’t be undone.');
    click('Cancel');
    expect(deleteConversation).not.toHaveBeenCalled();
    click('Menu');
    click('Delete this conversation');
    deleteConversation.mockRejectedValueOnce(new GatewayError(coded('unavailable')));
    await act(async () => find('button', 'Delete for good').click());
    expect(container.querySelector('[role=alertdialog] [role=alert]')?.textContent).toContain('not available');
    await act(async () => find('button', 'Delete for good').click());
    expect(deleteConversation).toHaveBeenCalledTimes(2);
    expect(container.querySelector('[role=alertdialog]')).toBeNull();
    expect(document.activeElement).toBe(field);
  });

  test('what was read aloud is gone with its conversation', () => {
    const { announced, dispatch } = show(...online, asked, queued);
    dispatch(done('A secret'));
    expect(announced()).toContain('A secret');
    dispatch({ type: 'show', conversationId: null });
    expect(announced()).toBe('');
  });

  test('a sound is off until it is switched on', () => {
    const { click, container, sound } = show(...online);
    click('Menu');
    expect(container.querySelector('[role=menuitemcheckbox]')?.getAttribute('aria-checked')).toBe('false');
    click('Sound for new messages');
    expect(sound.set).toHaveBeenCalledWith(true);
    click('Menu');
    expect(container.querySelector('[role=menuitemcheckbox]')?.getAttribute('aria-checked')).toBe('true');
  });
});

test('news are read while they are in view', () => {
  const { markRead, dispatch } = show(...online, asked, queued);
  const before = markRead.mock.calls.length;
  dispatch(done('Yes.'));
  expect(markRead.mock.calls.length).toBeGreaterThan(before);
});

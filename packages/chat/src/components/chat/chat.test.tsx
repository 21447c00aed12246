// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ChatAction } from '../../state/chat-reducer.ts';
import {
  asked,
  base,
  clearStage,
  done,
  event,
  failed,
  handedOver,
  message,
  online,
  prepareStage,
  queued,
  show,
  stopped,
  words,
} from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';

beforeAll(prepareStage);
afterEach(clearStage);

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

test('a double click on send does not stop the answer that it asks for', () => {
  const { find, stop, send, write, dispatch } = show(...online);
  const click = (name: string, detail: number) =>
    act(() => find('button', name).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail })));
  write('Hello');
  click('Send message', 1);
  expect(send).toHaveBeenCalledOnce();
  dispatch(asked, queued);
  click('Stop the answer', 2);
  expect(stop).not.toHaveBeenCalled();
  click('Stop the answer', 1);
  expect(stop).toHaveBeenCalledOnce();
});

test('a failed answer says so and can be asked for again', () => {
  const { container, click, edit, send, dispatch } = show(...online, asked, queued, failed);
  expect(container.textContent).toContain('The answer could not be finished. Try again');
  click('Try again');
  expect(edit).toHaveBeenCalledWith('m1', 'Hi <i>you</i>');
  // Once something else was asked, it is a question like any other.
  dispatch(event({ ...base, seq: 4, type: 'message:created', message: message('m3', 'visitor', 'And you?') }));
  click('Try again');
  expect(send).toHaveBeenCalledWith('Hi <i>you</i>');
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

  // What comes in the frame in which the reader leaves the end is news, too: the event of the scroll is still to come.
  scrollTo(700);
  log.scrollTop = 100;
  dispatch(event({ ...base, seq: 7, type: 'message:created', message: message('m7', 'agent', 'And?') }));
  expect(button()).toBe('New messages');
});

test('what the site says first is read from its beginning, what was said since from its end', () => {
  Object.defineProperty(HTMLElement.prototype, 'scrollHeight', { value: 1_000, configurable: true });
  try {
    const { container, dispatch } = show(...online);
    const log = container.querySelector('.fd-scroller') as HTMLElement;
    expect(log.scrollTop).toBe(0);
    dispatch(asked);
    expect(log.scrollTop).toBe(1_000);
  } finally {
    Reflect.deleteProperty(HTMLElement.prototype, 'scrollHeight');
  }
});

const refused: ChatAction = { type: 'connection', connection: 'refused', problem: coded('origin_refused') };

test('a refused chat says why in the place of field and menu, and keeps what was written for another attempt', () => {
  const { container, field, write, press, click, reconnect, dispatch, onClose } = show(...online);
  const buttons = () =>
    [...container.querySelectorAll('button')]
      .filter((one) => !one.closest('[hidden]'))
      .map((one) => one.ariaLabel ?? one.textContent);
  write('Hello');
  dispatch(refused);
  expect(container.querySelector('[role=alert]')?.textContent).toContain(
    'This chat is not available on this web site.',
  );
  expect(buttons()).toEqual(['Close chat', 'Try again']);
  expect(field.closest('[hidden]')).not.toBeNull();
  press('Escape', {}, document.activeElement);
  expect(onClose).toHaveBeenCalledOnce();
  click('Try again');
  expect(reconnect).toHaveBeenCalledOnce();
  dispatch(...online);
  expect(buttons()).toContain('Menu');
  expect(field.closest('[hidden]')).toBeNull();
  expect(field.value).toBe('Hello');
  expect(document.activeElement).toBe(field);
});

test('where a conversation is to be read, a refusal stands over it, and nothing can be written', () => {
  const { container, field } = show(...online, asked, queued, done('Sure!'), refused);
  expect(container.querySelector('.fd-banner')?.textContent).toContain('This chat is not available on this web site.');
  expect(container.textContent).toContain('Sure!');
  expect(field.disabled).toBe(true);
});

test('a complaint of the gateway can be put away; the next one is shown', () => {
  const problem = (): ChatAction => ({
    ...{ type: 'connection', connection: 'online', problem: { ...coded('generation_unknown'), about: 'rating' } },
  });
  const { container, click, dispatch } = show({ type: 'opened' }, problem());
  const banner = () => container.querySelector('.fd-banner');
  expect(banner()?.textContent).toBe('Your rating could not be saved. Please try again.');
  click('Hide');
  expect(banner()).toBeNull();
  dispatch(problem());
  expect(banner()).not.toBeNull();
});

test('news are read while they are in view', () => {
  const { markRead, dispatch } = show(...online, asked, queued);
  const before = markRead.mock.calls.length;
  dispatch(done('Yes.'));
  expect(markRead.mock.calls.length).toBeGreaterThan(before);
});

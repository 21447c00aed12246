// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import {
  asked,
  base,
  clearStage,
  online,
  prepareStage,
  queued,
  show,
  where,
  words,
} from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';

beforeAll(prepareStage);
afterEach(clearStage);

test('a message that was not sent says so, can be sent again, and put away', () => {
  const outgoing = {
    clientMessageId: 'x',
    text: 'Hello',
    createdAt: base.at,
    status: 'failed',
    ...{ conversationId: null, supersedes: null },
    error: coded('site_limit_reached'),
  } as const;
  const { container, click, resend, discard, dispatch, find } = show(...online, { type: 'outgoing:add', outgoing });
  expect(container.textContent).toContain('Not sent. This chat has reached its limit for today.');
  click('Try again');
  expect(resend).toHaveBeenCalledWith('x');
  click('Discard');
  expect(discard).toHaveBeenCalledWith('x');
  // Where it will never be taken, it can be put away alone.
  const error = coded('visitor_blocked');
  dispatch({ type: 'outgoing:change', clientMessageId: 'x', status: 'failed', error });
  find('button', 'Discard');
  expect(() => find('button', 'Try again')).toThrow();
});

test('of a message that was nothing but files, which are gone, nothing is left to be sent', () => {
  const attachments = [{ id: 'a', name: 'receipt.txt', type: 'text/plain', bytes: 4 }] as const;
  const outgoing = { clientMessageId: 'x', text: '', createdAt: base.at, status: 'sending', error: null } as const;
  const { container, dispatch, find } = show(...online, {
    ...{ type: 'outgoing:add', outgoing: { ...outgoing, ...where, attachments } },
  });
  const error = coded('attachment_unknown');
  dispatch({ type: 'outgoing:change', clientMessageId: 'x', status: 'failed', error });
  expect(container.textContent).toContain('This file is no longer here. Please attach it again.');
  find('button', 'Discard');
  expect(() => find('button', 'Try again')).toThrow();
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

test.each([
  ['busy', 'sent when there is room. Next try in 12 seconds.'],
  ['rate_limited', 'Please wait a moment. Next try in 12 seconds.'],
] as const)('a message that is put off says when it is sent again: %s', (code, text) => {
  const outgoing = { clientMessageId: 'x', text: 'Hello', createdAt: base.at, status: 'sending', ...where } as const;
  const error = { ...coded(code), retryAfterMs: 11_500 };
  const { container, dispatch } = show(...online, { type: 'outgoing:add', outgoing: { ...outgoing, error } });
  const note = () => container.querySelector('.fd-note')?.textContent;
  expect(note()).toContain(text);
  dispatch({
    type: 'outgoing:change',
    clientMessageId: 'x',
    status: 'sending',
    error: { ...error, retryAfterMs: 900 },
  });
  expect(note()).toContain('Next try in 1 second.');
  dispatch({ type: 'outgoing:change', clientMessageId: 'x', status: 'sending', error: null });
  expect(note()).toBe('Sending…');
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

test('whoever leaves the page with files that are not sent is asked, and nobody else', () => {
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const { container, uploads, write, click } = show(...online);
  write('Hello');
  expect(asks()).toBe(false);
  act(() => uploads.add([new File(['paid'], 'receipt.txt', { type: 'text/plain' })]));
  expect(asks()).toBe(true);
  click('Remove receipt.txt');
  expect(container.querySelector('.fd-upload')).toBeNull();
  expect(asks()).toBe(false);
  act(() => uploads.add([new File(['paid'], 'receipt.txt', { type: 'text/plain' })]));
  clearStage();
  expect(asks()).toBe(false);
});

test('files that are held over the chat are invited until they are gone, whatever they were held over', () => {
  const { container, field, dispatch } = show(...online, asked, queued);
  const drag = (type: string, target: Element | null) =>
    act(() =>
      target?.dispatchEvent(
        Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer: { types: ['Files'] } }),
      ),
    );
  const isInvited = () => container.querySelector('.fd-drop') !== null;
  drag('dragenter', field);
  drag('dragenter', container.querySelector('.fd-dot'));
  drag('dragleave', field);
  expect(isInvited()).toBe(true);
  // The answer has come: what they were held over is left by nobody.
  dispatch(words(0, 'Within'));
  expect(container.querySelector('.fd-dot')).toBeNull();
  drag('dragenter', field);
  expect(isInvited()).toBe(true);
  drag('dragleave', field);
  expect(isInvited()).toBe(false);
});

test.each([
  ['a word that an input method composes', { isComposing: true }],
  ['one that it ends, as Safari tells of it', { keyCode: 229 }],
])('the keys of %s neither send nor close', (_, ofWord) => {
  const { field, send, write, press, onClose } = show(...online);
  write('こんにちは');
  press('Enter', ofWord);
  press('Escape', ofWord);
  expect(send).not.toHaveBeenCalled();
  expect(onClose).not.toHaveBeenCalled();
  expect(field.value).toBe('こんにちは');
});

test('Enter sends, Shift+Enter does not', () => {
  const { field, send, write, press } = show(...online);
  write('Hello');
  press('Enter', { shiftKey: true });
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

test('on a touch screen nothing opens the keyboard over the log but the customer', () => {
  const media = vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: false } as MediaQueryList);
  const { container, click, stop, startConversation } = show(...online, asked, queued, words(0, 'Within'));
  const chat = container.querySelector('.fd-chat');
  expect(document.activeElement).toBe(chat);
  click('Stop the answer');
  expect(stop).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(chat);
  click('Menu');
  click('New conversation');
  expect(startConversation).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(chat);
  media.mockRestore();
});

test('the field has room for its text again after the chat was shut', () => {
  const height = vi.spyOn(HTMLTextAreaElement.prototype, 'scrollHeight', 'get').mockImplementation(function (
    this: HTMLTextAreaElement,
  ) {
    return this.closest('[hidden]') ? 0 : 68;
  });
  onTestFinished(() => height.mockRestore());
  const { field, write, dispatch } = show({ type: 'opened' }, { type: 'connection', connection: 'connecting' });
  write('Two\nlines');
  dispatch({ type: 'connection', connection: 'refused', problem: coded('origin_refused') });
  // As the keyboard of a phone does when it goes.
  window.dispatchEvent(new Event('resize'));
  dispatch({ type: 'connection', connection: 'connecting' });
  expect(field.style.height).toBe('68px');
});

/** Pastes what a browser gives of what was copied. @returns whether the chat has taken it */
function paste(field: HTMLElement, files: readonly File[], texts: Record<string, string>): boolean {
  const types = [...Object.keys(texts), ...(files.length > 0 ? ['Files'] : [])];
  const clipboardData = { files, types, getData: (type: string) => texts[type] ?? '' };
  const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData });
  act(() => void field.dispatchEvent(event));
  return event.defaultPrevented;
}
const picture = (name: string) => new File(['\x89PNG'], name, { type: 'image/png' });

test.each([
  ['a picture', [picture('image.png')], {}],
  ['a picture of a page', [picture('image.png')], { 'text/html': '<img src="x.png">' }],
  [
    'a file of a file manager, which gives its name',
    [picture('Quittung für Müller.png')],
    { 'text/plain': 'Quittung für Müller.png'.normalize('NFD') },
  ],
  ['two of them', [picture('a.png'), picture('b.png')], { 'text/plain': 'a.png\rb.png' }],
  ['one whose ending is not shown', [picture('receipt.png')], { 'text/plain': 'receipt' }],
  ['one of which it is said where it is', [picture('receipt.png')], { 'text/plain': '/home/ann/receipt.png\n' }],
])('what is pasted is a file: %s', (_, files, texts) => {
  const { field, uploads } = show(...online);
  expect(paste(field, files, texts)).toBe(true);
  expect(uploads.getState().map(({ name }) => name)).toEqual(files.map(({ name }) => name));
});

test.each([
  ['without a picture', [], { 'text/plain': 'Where is it?' }],
  ['of a table, with a picture of it', [picture('image.png')], { 'text/plain': 'image', 'text/html': '<table>' }],
  ['of a letter, with a picture of it', [picture('image.png')], { 'text/plain': 'image', 'text/rtf': '{' }],
  ['with a picture of it', [picture('image.png')], { 'text/plain': 'Where is it?' }],
])('what is pasted is text: %s', (_, files, texts) => {
  const { field, uploads } = show(...online);
  expect(paste(field, files, texts)).toBe(false);
  expect(uploads.getState()).toEqual([]);
});

// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChatAction } from '../../state/chat-reducer.ts';
import {
  asked,
  base,
  clearStage,
  done,
  event,
  message,
  online,
  prepareStage,
  queued,
  show,
  words,
} from '../../testing/chat-stage.tsx';

beforeAll(prepareStage);
afterEach(clearStage);

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

test('a link whose address comes at the end of an answer is one then', () => {
  const text = 'See [our guide].\n\nIt is short.';
  const { container, dispatch } = show(...online, asked, queued, words(0, text));
  const [before] = container.querySelectorAll('.fd-block p');
  expect(before?.textContent).toBe('See [our guide].');
  dispatch(done(`${text}\n\n[our guide]: https://shop.example/guide`));
  expect(container.querySelector('.fd-block a')?.getAttribute('href')).toBe('https://shop.example/guide');
  // What has not changed are the same nodes.
  expect(container.querySelector('.fd-block p')).toBe(before);
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
  press('Escape', { keyCode: 229 });
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

test.each([
  [
    'a person has replied',
    event({ ...base, seq: 4, type: 'message:created', message: message('m3', 'agent', 'Hello') }),
  ],
  [
    'another tab was quicker',
    event({ ...base, seq: 4, type: 'message:superseded', messageId: 'm1', byMessageId: 'm3' }),
  ],
])('a question is not written anew any more once %s; what was written is a message of its own', (_, meanwhile) => {
  const { field, click, write, press, edit, send, dispatch, container } = show(...online, asked, queued, done('Yes.'));
  click('Edit the question');
  write('Hi you');
  dispatch(meanwhile);
  expect(container.textContent).not.toContain('Editing your question');
  expect(field.value).toBe('Hi you');
  press('Enter');
  expect(send).toHaveBeenCalledWith('Hi you');
  expect(edit).not.toHaveBeenCalled();
});

test('a question that was not changed when it can not be any more gives way to what was begun', () => {
  const { field, click, write, dispatch } = show(...online, asked, queued, done('Yes.'));
  write('Something else');
  click('Edit the question');
  dispatch({ type: 'show', conversationId: 'd' });
  expect(field.value).toBe('Something else');
});

test('what a reload would find is what its writer has begun, and nothing of what is sent or was given up', () => {
  const { draft, click, write, press } = show(...online, asked, queued, done('Yes.'));
  write('Something else');
  click('Edit the question');
  expect(draft.restore()).toBe('Something else');
  // It is kept where it stands; what was begun is nowhere else.
  write('Hi you');
  expect(draft.restore()).toBe('Something else');
  press('Escape');
  expect(draft.restore()).toBe('Something else');
  press('Enter');
  expect(draft.restore()).toBe('');
});

test('a message that waits for its file is not taken for the question that is written anew meanwhile', () => {
  const { uploads, field, click, write, press, edit, send, container } = show(...online, asked, queued, done('Yes.'));
  act(() => uploads.add([new File(['long'], 'large.txt', { type: 'text/plain' })]));
  write('Something else');
  press('Enter');
  const held = () => container.textContent?.includes('Will be sent when the files are uploaded');
  expect(held()).toBe(true);
  click('Edit the question');
  expect(field.value).toBe('Hi <i>you</i>');
  expect(held()).toBe(false);
  press('Escape');
  expect(field.value).toBe('Something else');
  expect(edit).not.toHaveBeenCalled();
  expect(send).not.toHaveBeenCalled();
});

test('a message whose file is refused while it waits stays in the field: who has seen that sends it without', () => {
  const { uploads, write, press, send, container } = show(...online, asked, queued, done('Yes.'));
  act(() => uploads.add([new File(['long'], 'large.txt', { type: 'text/plain' })]));
  write('See the file');
  press('Enter');
  act(() => {
    uploads.add([new File(['z'], 'x.zip', { type: 'application/zip' })]);
    uploads.remove(uploads.getState()[0]?.key ?? '');
  });
  expect(send).not.toHaveBeenCalled();
  expect(container.querySelector('.fd-upload [role=alert]')).not.toBeNull();
  press('Enter');
  expect(send).toHaveBeenCalledWith('See the file');
});

test('a message that waits for its file leaves the field where another conversation is turned to', () => {
  const { uploads, field, write, press, hold, send, container } = show(...online, asked, queued, done('Yes.'));
  act(() => uploads.add([new File(['long'], 'large.txt', { type: 'text/plain' })]));
  write('My receipt');
  press('Enter');
  const [text, onTaken] = hold.mock.lastCall ?? [];
  expect(text).toBe('My receipt');
  act(() => {
    onTaken?.();
    uploads.setAside({ ready: () => {}, failed: () => {} });
  });
  expect(field.value).toBe('');
  expect(container.textContent).not.toContain('Will be sent when the files are uploaded');
  expect(container.querySelector('.fd-tray')).toBeNull();
  expect(send).not.toHaveBeenCalled();
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

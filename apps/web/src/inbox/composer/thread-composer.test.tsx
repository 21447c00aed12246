// @vitest-environment jsdom
import { type ChatState, chatReducer, initialChatState } from '@frontdesk/chat';
import { attachmentLimits, errors } from '@frontdesk/protocol';
import { act, useEffect, useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, type } from '../../testing/admin-stage.tsx';
import type { ChangeThread } from '../connection/thread-change.ts';
import { Drafts, drafts } from '../drafts/drafts.ts';
import { setEnterSends } from '../keys/key-choice.ts';
import { ThreadComposer } from './thread-composer.tsx';

afterEach(() => {
  clearAdmin();
  drafts.clear();
  localStorage.clear();
});

/** What the log of the conversation is from now on. */
let tell = (_: ChatState) => {};

function Composer({ change }: { change: ChangeThread }) {
  const [chat, setChat] = useState(initialChatState);
  useEffect(() => {
    tell = setChat;
  }, []);
  return (
    <ThreadComposer
      agentId="ada"
      chat={chat}
      change={change}
      onTyping={undefined}
      onSend={() => {}}
      place={{ siteId: 's', conversationId: 'one' }}
      mailHint=""
      takesOver={false}
      fieldRef={{ current: null }}
      canned={{ replies: [], isEmpty: false, fill: (text) => text }}
    />
  );
}

/** A reply that was sent, and how it is answered. */
async function send() {
  let answer = (_: string | null) => {};
  const change = vi.fn(() => new Promise<string | null>((resolve) => (answer = resolve)));
  const { page } = await showAdmin(<Composer change={change} />, {});
  const field = page.querySelector('textarea');
  await type(field, 'Dear customer');
  await act(async () => page.querySelector('form')?.requestSubmit());
  const [, { clientMessageId }] = change.mock.calls[0] as unknown as [string, { clientMessageId: string }];
  return { page, field, clientMessageId, answer: (error: string | null) => act(async () => answer(error)) };
}

test('a reply that the page is left with before its answer is there again, and keeps its id', async () => {
  const { field, clientMessageId, answer } = await send();
  expect(field?.value).toBe('');
  // Also in another tab, and once this one is closed.
  const ofNextPage = () => new Drafts(() => localStorage).get('ada', 'one');
  expect(ofNextPage()).toMatchObject({ texts: { reply: 'Dear customer' }, ids: { reply: clientMessageId } });
  await answer(null);
  expect(ofNextPage().texts.reply).toBe('');
});

test('a reply whose answer was lost is not there to be sent again once it is in the conversation', async () => {
  const { page, field, clientMessageId, answer } = await send();
  await answer('The server did not answer.');
  expect(field?.value).toBe('Dear customer');
  const at = '2026-03-18T12:00:00.000Z';
  const message = { id: 'm', role: 'agent', text: 'Dear customer', clientMessageId, generationId: null, createdAt: at };
  const event = { conversationId: 'one', seq: 1, at, type: 'message:created', message } as never;
  await act(async () => tell(chatReducer({ ...initialChatState, conversationId: 'one' }, { type: 'event', event })));
  expect(field?.value).toBe('');
  expect(page.querySelector('[role=alert]')).toBeNull();
});

test('files that are dropped where a reply is written go with it, as those that are chosen; a note has none', async () => {
  const { page } = await showAdmin(<Composer change={async () => null} />, {});
  const hold = (type: string, files: File[]) =>
    act(async () => {
      const dataTransfer = { types: ['Files'], files };
      const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
      // Else the browser would open it in place of the page.
      expect(page.querySelector('textarea')?.dispatchEvent(event)).toBe(false);
    });
  const tooLarge = new File([new Uint8Array(attachmentLimits.bytes + 1)], 'film.png');
  await act(async () => page.querySelector<HTMLElement>('[data-key=note]')?.click());
  await hold('dragenter', []);
  expect(page.textContent).toContain('A note has no files');
  await hold('drop', [tooLarge]);
  await act(async () => page.querySelector<HTMLElement>('[data-key=reply]')?.click());
  expect(page.textContent).not.toContain('film.png');
  await hold('dragover', []);
  expect(page.textContent).toContain('Drop files to attach them');
  await hold('drop', [tooLarge]);
  expect(page.textContent).not.toContain('Drop files to attach them');
  expect(page.textContent).toContain('film.png');
  expect(page.textContent).toContain(errors.attachment_too_large.sentence);
});

test('what sends stands on the button, and Enter does where it was chosen', async () => {
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<Composer change={change} />, {});
  const button = () => page.querySelector('[type=submit]')?.textContent;
  const press = (shiftKey = false) => {
    const enter = new KeyboardEvent('keydown', { key: 'Enter', shiftKey, bubbles: true, cancelable: true });
    return act(async () => page.querySelector('textarea')?.dispatchEvent(enter));
  };
  await type(page.querySelector('textarea'), 'Dear customer');
  expect(button()).toBe('SendCtrl ↵');
  await press();
  expect(change).not.toHaveBeenCalled();
  await act(async () => setEnterSends(true));
  expect(button()).toBe('Send↵');
  await press(true);
  expect(change).not.toHaveBeenCalled();
  await press();
  expect(change).toHaveBeenCalledOnce();
});

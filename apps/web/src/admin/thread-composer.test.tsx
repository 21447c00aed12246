// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, type } from '../testing/admin-stage.tsx';
import { Drafts, drafts } from './drafts.ts';
import { ThreadComposer } from './thread-composer.tsx';

afterEach(() => {
  clearAdmin();
  drafts.clear();
});

test('a reply that the page is left with before its answer is there again, and keeps its id', async () => {
  let answer = (_: string | null) => {};
  const change = vi.fn(() => new Promise<string | null>((resolve) => (answer = resolve)));
  const { page } = await showAdmin(
    <ThreadComposer
      agentId="ada"
      change={change}
      onTyping={undefined}
      onSend={() => {}}
      place={{ siteId: 's', conversationId: 'one' }}
      mailHint=""
      takesOver={false}
      fieldRef={{ current: null }}
      canned={{ replies: [], isEmpty: false, fill: (text) => text }}
    />,
    {},
  );
  const field = page.querySelector('textarea');
  await type(field, 'Dear customer');
  await act(async () => page.querySelector('form')?.requestSubmit());
  expect(field?.value).toBe('');
  const [, { clientMessageId }] = change.mock.calls[0] as unknown as [string, { clientMessageId: string }];
  const ofNextPage = () => new Drafts(() => sessionStorage).get('ada', 'one');
  expect(ofNextPage()).toMatchObject({ texts: { reply: 'Dear customer' }, ids: { reply: clientMessageId } });
  await act(async () => answer(null));
  expect(ofNextPage().texts.reply).toBe('');
});

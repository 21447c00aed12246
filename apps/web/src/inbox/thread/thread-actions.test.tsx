// @vitest-environment jsdom
import type { ConversationSummary } from '@frontdesk/protocol';
import { act, useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import type { ChangeThread } from '../connection/thread-change.ts';
import { ThreadActions } from './thread-actions.tsx';

afterEach(clearAdmin);

const at = '2026-03-18T12:00:00.000Z';
const summary: ConversationSummary = {
  ...{ conversationId: site.id, siteId: site.id, siteName: site.name, visitorId: site.id, createdAt: at },
  ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
  ...{ state: 'with_person', tags: ['old', 'refund'], lastSeq: 1 },
};

test('whoever sets or removes a tag says what was there before, so that nothing of a colleague’s is undone', async () => {
  const change = vi.fn(async () => null);
  const actions = <ThreadActions summary={summary} team={[]} change={change} agentId="ada" />;
  const { page } = await showAdmin(actions, {});
  await act(async () => page.querySelector<HTMLElement>('[aria-label="Remove the tag old"]')?.click());
  const before = ['old', 'refund'];
  expect(change).toHaveBeenLastCalledWith('conversation:tag', { tags: ['refund'], before });
  const field = page.querySelector<HTMLInputElement>('[aria-label="Add a tag"]');
  await type(field, 'vip');
  await act(async () => field?.form?.requestSubmit());
  expect(change).toHaveBeenLastCalledWith('conversation:tag', { tags: [...before, 'vip'], before });
});

/** What is taken over is with a person at once. */
function Waiting({ change }: { change: ChangeThread }) {
  const [state, setState] = useState<ConversationSummary['state']>('waiting_for_person');
  const take: ChangeThread = (...asked) => {
    setState('with_person');
    return change(...asked);
  };
  return <ThreadActions summary={{ ...summary, state }} team={[]} change={take} agentId="ada" />;
}

test('a double click on “Take over” does not press what comes in its place', async () => {
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<Waiting change={change} />, {});
  const click = (detail: number) =>
    act(async () => {
      page.querySelector('button')?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    });
  await click(1);
  expect(page.querySelector('button')?.textContent).toBe('Hand back');
  await click(2);
  expect(change).toHaveBeenCalledOnce();
  await click(1);
  expect(change).toHaveBeenCalledTimes(2);
});

test('what is made nobody’s comes back to the person whom it was with', async () => {
  const change = vi.fn(async () => null);
  const ben = { id: 'ben', name: 'Ben' };
  const actions = <ThreadActions summary={{ ...summary, assignee: ben }} team={[ben]} change={change} agentId="ada" />;
  const { page } = await showAdmin(actions, {});
  const assigned = page.querySelector<HTMLSelectElement>('[aria-label="Assigned to"]');
  await act(async () => {
    if (assigned) assigned.value = '';
    assigned?.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(change).toHaveBeenLastCalledWith('conversation:assign', { assigneeId: null });
  const undo = [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Undo'));
  change.mockClear();
  await act(async () => undo?.click());
  expect(change.mock.calls).toEqual([
    ['conversation:take-over', {}],
    ['conversation:assign', { assigneeId: 'ben' }],
  ]);
});

test('an arrow in a closed list opens it, and chooses nothing; where it can’t be opened it chooses', async () => {
  const change = vi.fn(async () => null);
  const { page } = await showAdmin(<ThreadActions summary={summary} team={[]} change={change} agentId="ada" />, {});
  const selects = [...page.querySelectorAll('select')];
  expect(selects).toHaveLength(2);
  const keepsFrom = (select: HTMLSelectElement, key: string) =>
    !select.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (const select of selects) {
    expect(keepsFrom(select, 'ArrowDown')).toBe(false);
    select.showPicker = vi.fn();
    expect([keepsFrom(select, 'ArrowDown'), keepsFrom(select, 'ArrowUp'), keepsFrom(select, 'Tab')]).toEqual([
      ...[true, true, false],
    ]);
    expect(select.showPicker).toHaveBeenCalledTimes(2);
  }
});

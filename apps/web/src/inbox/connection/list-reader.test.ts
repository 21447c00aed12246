import type { AgentToGateway, ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { wholeInbox } from '../views/conversation-view.ts';
import { AgentStore } from './agent-store.ts';
import type { AgentSocket } from './ask-gateway.ts';
import { ListReader } from './list-reader.ts';

const row: ConversationSummary = {
  ...{ conversationId: 'c', siteId: 's', siteName: 'Fernway', visitorId: 'v', messageCount: 1, lastText: 'Hi' },
  ...{ createdAt: '2026-03-18T12:00:00.000Z', lastActivityAt: '2026-03-18T12:01:00.000Z', lastRole: 'visitor' },
  ...{ generationState: null, state: 'snoozed', waitingSince: null, snoozedUntil: '2026-03-19T09:00:00.000Z' },
};

type Asked = Parameters<AgentToGateway['conversations:list']>[0];

/** What the gateway is asked for the first two pages of a list. */
async function pagesAsked(sort: 'newest' | 'waiting' | 'oldest' | 'waking'): Promise<Asked[]> {
  const asked: Asked[] = [];
  const socket = {
    connected: true,
    timeout: () => ({
      async emitWithAck(_name: string, request: Asked) {
        asked.push(request);
        return { ok: true, data: { conversations: [row], more: true } };
      },
    }),
  } as unknown as AgentSocket;
  const reader = new ListReader(new AgentStore(socket), () => {});
  reader.list({ ...wholeInbox, view: 'snoozed', sort });
  await expect.poll(() => asked.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve));
  await reader.loadMore();
  reader.stop();
  return asked;
}

test.each([
  ['newest', {}, { before: row.lastActivityAt }],
  ['oldest', { sort: 'oldest' }, { before: row.lastActivityAt, sort: 'oldest' }],
  // Who does not wait has no such time.
  ['waiting', { sort: 'waiting' }, { sort: 'waiting' }],
  // A gateway of before goes by the rest.
  ['waking', { waking: {} }, { before: row.lastActivityAt, waking: { after: row.snoozedUntil } }],
] as const)('a page of the %s first goes on behind the last row', async (sort, first, next) => {
  const view = 'snoozed';
  expect(await pagesAsked(sort)).toEqual([
    { view, ...first },
    { view, beforeId: row.conversationId, ...next },
  ]);
});

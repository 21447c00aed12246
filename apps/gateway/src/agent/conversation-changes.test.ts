import type { Database } from '@frontdesk/database';
import type { Notice } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { createConversationChanges } from './conversation-changes.ts';

const address = { siteId: 'site', conversationId: 'conversation' };

/** What is published, and what this process's own sockets hear, of a change whose last event has this place. */
async function told(seq: number, stopped: string[] = []) {
  const published: Notice[] = [];
  const heard: Notice[] = [];
  const change = createConversationChanges({
    database: {} as Database,
    notices: { publish: (...notices: Notice[]) => void published.push(...notices) },
    relay: { receive: (notice: Notice) => void heard.push(notice) },
    enqueue: () => {},
  });
  await change(async () => ({ ...address, seq, stopped }));
  return { published, heard };
}

test('everybody is told of the last event, and workers of the answers that it ended', async () => {
  const event = { kind: 'event', ...address, seq: 3 };
  expect(await told(3, ['answer'])).toEqual({
    published: [{ kind: 'stop', ...address, generationId: 'answer' }, event],
    heard: [event],
  });
});

test('what changed nothing where nothing has happened yet is no event', async () => {
  expect(await told(0)).toEqual({ published: [], heard: [] });
});

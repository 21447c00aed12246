import { randomUUID } from 'node:crypto';
import type { Notice } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { listenForNotices, openNoticePublisher } from './servers.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const onError = (error: unknown): void => {
  throw error;
};

it('leaves a text that NOTIFY does not carry to the log', async () => {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => void notices.push(notice);
  const listener = await listenForNotices({ databaseUrl, onNotice, onReconnect: () => {}, onError });
  const publisher = openNoticePublisher({ databaseUrl, onError });
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  const words = { ...place, kind: 'words' as const, generationId: randomUUID(), position: 0, text: 'é'.repeat(4_000) };
  publisher.publish(words, { ...place, kind: 'event', seq: 3 });
  await vi.waitFor(() => expect(notices).toHaveLength(2), { timeout: 30_000 });
  expect(notices).toEqual([
    { ...words, text: null },
    { ...place, kind: 'event', seq: 3 },
  ]);
  await publisher.close();
  await listener.close();
});

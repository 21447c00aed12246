import { randomUUID } from 'node:crypto';
import type { Notice } from '@frontdesk/protocol';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { listenForNotices, openNoticePublisher } from '../servers.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const eventually = <Result>(check: () => Result) => vi.waitFor(check, { timeout: 30_000 });

it('leaves a text that NOTIFY does not carry to the log', async () => {
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => void notices.push(notice);
  const listener = await listenForNotices({ databaseUrl, onNotice, onReconnect: () => {}, onError: unexpected });
  const publisher = openNoticePublisher({ databaseUrl, onError: unexpected });
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  const words = { ...place, kind: 'words' as const, generationId: randomUUID(), position: 0, text: 'é'.repeat(4_000) };
  publisher.publish(words, { ...place, kind: 'event', seq: 3 });
  await eventually(() => expect(notices).toHaveLength(2));
  expect(notices).toEqual([
    { ...words, text: null },
    { ...place, kind: 'event', seq: 3 },
  ]);
  await publisher.close();
  await listener.close();
});

it('hears each order once, however often its connection was lost', async () => {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  /** Process ids of those that hear what workers are told. */
  const hearing = async (): Promise<number[]> =>
    (
      await database.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN frontdesk_workers'",
      )
    ).rows.map(({ pid }) => pid);
  const orders: Notice[] = [];
  const onOrdersMissed = vi.fn();
  const worker = openNoticePublisher({
    ...{ databaseUrl, onOrdersMissed, onOrder: (order) => orders.push(order), onError: () => {} },
  });
  let lost: number[] = [];
  for (let losses = 0; losses < 4; losses += 1) {
    lost = await eventually(async () => {
      const fresh = (await hearing()).filter((pid) => !lost.includes(pid));
      expect(fresh).not.toEqual([]);
      return fresh;
    });
    expect(onOrdersMissed).toHaveBeenCalledTimes(losses);
    await database.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS lost(pid)', [lost]);
    await eventually(() => expect(onOrdersMissed).toHaveBeenCalledTimes(losses + 1));
  }
  const gateway = openNoticePublisher({ databaseUrl, onError: unexpected });
  const place = { siteId: randomUUID(), conversationId: randomUUID() };
  const told: Notice[] = [
    { ...place, kind: 'stop', generationId: randomUUID() },
    { ...place, kind: 'forget' },
  ];
  gateway.publish(...told);
  await eventually(() => expect(orders.length).toBeGreaterThanOrEqual(told.length));
  await gateway.flush();
  expect(orders).toEqual(told);
  expect(await hearing()).toHaveLength(1);
  await gateway.close();
  await worker.close();
  await database.end();
});

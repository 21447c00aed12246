import { randomUUID } from 'node:crypto';
import { strangerDays } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import type { Prisma } from '../../generated/client.ts';
import { createDatabase } from '../connection/client.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { newSite } from '../testing/test-site.ts';
import { deleteStrangers, type LookedAt } from './strangers.ts';

const database = useTestDatabase({ maxConnections: 2 });
let siteId: string;
beforeEach(async () => {
  await database.visitor.deleteMany();
  siteId = await newSite(database);
});

const old = new Date(Date.now() - (strangerDays * 24 + 1) * 3_600_000);
async function add(fields: Partial<Prisma.VisitorUncheckedCreateInput> = {}): Promise<string> {
  const data = { id: randomUUID(), siteId, lastSeenAt: old, ...fields };
  await database.visitor.create({ data });
  return data.id;
}
const left = async () => (await database.visitor.findMany({ where: { siteId } })).map(({ id }) => id).toSorted();

async function deleteAll(limit: number): Promise<number> {
  let looks = 0;
  for (let after: LookedAt | undefined; ; looks += 1) {
    const last = await deleteStrangers(database, { limit, after });
    if (!last) return looks;
    after = last;
  }
}

it('deletes who has said nothing and is nobody, at a site that keeps all for ever, batch by batch', async () => {
  const spoke = await add();
  await database.conversation.create({ data: { siteId, visitorId: spoke } });
  const sends = await add();
  await database.attachment.create({ data: { siteId, visitorId: sends, name: 'a.png', bytes: 1 } });
  const kept = [
    ...[spoke, sends, await add({ externalId: 'c-1' }), await add({ name: 'Ada' }), await add({ email: 'a@b.test' })],
    ...[await add({ blockedAt: old }), await add({ lastSeenAt: new Date(old.getTime() + 2 * 3_600_000) })],
  ];
  for (let count = 0; count < 5; count += 1) await add();
  await add({ sandbox: true });
  // Eight to look at.
  expect(await deleteAll(3)).toBe(3);
  expect(await left()).toEqual(kept.toSorted());
  expect(await database.deletionReceipt.count({ where: { siteId } })).toBe(0);
});

it('leaves who is about to write, and does not wait for them', async () => {
  const id = await add();
  await database.$transaction(async (transaction) => {
    await transaction.visitor.update({ where: { id }, data: { lastSeenAt: new Date() } });
    await deleteStrangers(database, { limit: 10 });
  });
  expect(await left()).toEqual([id]);
});

it('reads nobody again who was looked at, and nobody who was seen lately', async () => {
  await database.$executeRaw`
    WITH made AS (INSERT INTO visitor (id, site_id, last_seen_at)
      SELECT gen_random_uuid(), ${siteId}::uuid, CASE WHEN number % 2 = 0 THEN now() ELSE ${old}::timestamptz END
        FROM generate_series(1, 4000) AS number RETURNING id)
    INSERT INTO conversation (id, site_id, visitor_id) SELECT gen_random_uuid(), ${siteId}::uuid, id FROM made`;
  await database.$executeRaw`ANALYZE visitor, conversation`;
  const own = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 1 });
  const rowsRead = async () => {
    await own.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
    const [read] = await own.$queryRaw<{ count: number }[]>`
      SELECT sum(seq_tup_read + idx_tup_fetch)::int AS count FROM pg_stat_user_tables
       WHERE relname IN ('visitor', 'conversation')`;
    return read?.count ?? Number.NaN;
  };
  try {
    const before = await rowsRead();
    const first = await deleteStrangers(own, { limit: 50 });
    expect((await rowsRead()) - before).toBeLessThan(300);
    let last = first ?? undefined;
    for (let next = first; next; next = await deleteStrangers(own, { limit: 2_000, after: next })) last = next;
    const after = await rowsRead();
    expect(await deleteStrangers(own, { limit: 2_000, after: last })).toBeNull();
    expect((await rowsRead()) - after).toBeLessThan(100);
    expect(await left()).toHaveLength(4_000);
  } finally {
    await own.$disconnect();
  }
});

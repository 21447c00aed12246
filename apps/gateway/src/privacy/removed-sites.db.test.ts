import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { acceptMessage, createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import type { AdminSite, AuditPage, SiteContents } from '@frontdesk/protocol';
import { endNoticeConnections } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { beforeEach, expect, test } from 'vitest';
import { createFolderStore } from '../attachments/file-store.ts';
import { removeFiles } from '../attachments/remove-files.ts';
import { createTestMember, createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { connectAgent } from '../testing/test-agent.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { deleteRemovedSites } from './start-retention.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
await createTestOwner(database);
let site: TestSite;
let owner: { userId: string; email: string; cookie: string };
beforeEach(async () => {
  site = await createTestSite(database);
  const member = await createTestMember(database, { siteId: site.id, role: 'owner' });
  owner = { ...member, cookie: await signInCookie(gateway, member) };
});

async function ask<Body>(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { cookie: owner.cookie, origin: gateway.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
}
const removal = (method: string, body?: object) => ask(method, `/v1/admin/sites/${site.id}/removal`, body);
const unknown = { status: 404, body: { error: { code: 'site_unknown' } } };

test('a site that is removed answers nobody from that moment on, and all as before once it is restored', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const apiKey = await createApiKey(database, { siteId: site.id, name: 'Server' });
  const socket = await connectVisitor(gateway, site, visitor);
  const agent = await connectAgent(gateway, owner.cookie, site.id);
  await askFor(socket, 'message:send', { clientMessageId: randomUUID(), text: 'Do you ship?' });
  const contents: SiteContents = { conversations: 1, documents: 0, members: 1 };
  expect(await removal('GET')).toEqual({ status: 200, body: contents });
  expect(await removal('POST', { name: 'Another' })).toMatchObject({ body: { error: { code: 'bad_request' } } });

  const ended = [socket, agent].map((one) => new Promise((resolve) => one.once('disconnect' as never, resolve)));
  expect((await removal('POST', { name: 'Test shop' })).status).toBe(204);
  await Promise.all(ended);
  await expect(connectVisitor(gateway, site, visitor)).rejects.toMatchObject({ code: 'site_unknown' });
  await expect(connectAgent(gateway, owner.cookie, site.id)).rejects.toMatchObject({
    ...{ code: 'site_unknown', message: 'This site was removed.' },
  });
  expect(await ask('POST', '/v1/tickets', { siteKey: site.key })).toMatchObject(unknown);
  expect(await ask('GET', `/frame?site=${site.key}&origin=${site.origin}`)).toMatchObject(unknown);
  expect(await ask('POST', '/v1/chat', { siteKey: site.key, message: 'Hello?' })).toMatchObject(unknown);
  expect(await ask('POST', '/v1/chat', { apiKey, message: 'Hello?' })).toMatchObject(unknown);
  // A socket whose gateway has not heard of it.
  const message = { siteId: site.id, visitorId: visitor.id };
  await expect(acceptMessage(database, message)).rejects.toMatchObject({ code: 'token_invalid' });
  expect(await ask('GET', `/v1/admin/sites/${site.id}/settings`)).toMatchObject(unknown);
  const { body: sites } = await ask<AdminSite[]>('GET', '/v1/admin/sites');
  expect(sites).toEqual([
    expect.objectContaining({ id: site.id, deletedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) }),
  ]);

  expect((await removal('DELETE')).status).toBe(204);
  const { body: restored } = await ask<AdminSite[]>('GET', '/v1/admin/sites');
  expect(restored).toEqual([{ id: site.id, key: site.key, name: 'Test shop', role: 'owner' }]);
  (await connectVisitor(gateway, site, visitor)).disconnect();
  expect((await ask('POST', '/v1/tickets', { siteKey: site.key })).status).toBe(200);
  const { body: log } = await ask<AuditPage>('GET', `/v1/admin/sites/${site.id}/audit`);
  expect(log.entries).toMatchObject([
    { who: owner.email, action: 'site.restored' },
    { who: owner.email, action: 'site.removed', before: contents },
  ]);
});

test('a gateway that missed its removal takes nothing there any more, and closes its sockets once it hears again', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  const elsewhere = await createTestSite(database);
  const other = await connectVisitor(gateway, elsewhere, await createTestVisitor(database, elsewhere.id));
  const ended = new Promise((resolve) => socket.once('disconnect', resolve));
  await database.site.update({ where: { id: site.id }, data: { removedAt: new Date() } });
  await expect(askFor(socket, 'person:request', {})).rejects.toMatchObject({ code: 'site_unknown' });
  const message = { siteId: site.id, visitorId: randomUUID(), newVisitor: true };
  await expect(acceptMessage(database, message)).rejects.toMatchObject({ code: 'site_unknown' });
  expect(await database.conversation.count({ where: { siteId: site.id } })).toBe(0);

  expect(await endNoticeConnections('listening')).toBeGreaterThan(0);
  await ended;
  expect(other.connected).toBe(true);
  other.disconnect();
});

test('an owner of another site sees nothing of it', async () => {
  await removal('POST', { name: 'Test shop' });
  const other = await createTestSite(database);
  const member = await createTestMember(database, { siteId: other.id, role: 'owner' });
  const cookie = await signInCookie(gateway, member);
  const response = await fetch(`${gateway.url}/v1/admin/sites`, { headers: { cookie } });
  expect(((await response.json()) as AdminSite[]).map(({ id }) => id)).toEqual([other.id]);
});

test('after a week no row of any table names it, its files are gone, and the log says who removed it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-uploads-'));
  const fileStore = createFolderStore(folder);
  const announced: string[] = [];
  const options = {
    ...{ database, notices: { publish: () => undefined } as never, relay: { receive: () => undefined } },
    siteRemovals: { announce: (siteId: string) => announced.push(siteId) },
    logger: createLogger({ name: 'test', level: 'warn', format: 'json' }),
  };
  const tables = await tablesOfSites();
  const rowId = await fillTables(tables, site.id);
  const other = await createTestSite(database);
  const shared = await database.invitation.create({
    data: {
      ...{ email: 'a@b.example', role: 'agent', tokenHash: randomUUID() },
      siteIds: [site.id, other.id],
      expiresAt: new Date(),
    },
  });
  await fileStore.write(rowId, Readable.from([Buffer.from('A file.')]));
  // More than one turn of the job.
  const visitor = await createTestVisitor(database, site.id);
  await database.conversation.createMany({
    data: Array.from({ length: 250 }, () => ({ siteId: site.id, visitorId: visitor.id })),
  });
  // What it lists, the gateway takes away at any time.
  const lasting = tables.map(({ name }) => name).filter((name) => name !== 'removed_attachment');
  expect(await tablesNaming(site.id)).toEqual(expect.arrayContaining(lasting));
  await removal('POST', { name: 'Test shop' });

  await deleteRemovedSites(options);
  expect(await tablesNaming(site.id)).toEqual(expect.arrayContaining(lasting));
  await database.site.update({ where: { id: site.id }, data: { removedAt: new Date(Date.now() - 7 * 86_400_000) } });
  expect(await removal('DELETE')).toMatchObject(unknown);
  await deleteRemovedSites(options);
  await removeFiles({ database, fileStore, logger: options.logger });
  expect(await tablesNaming(site.id)).toEqual([]);
  expect(await fileStore.read(rowId)).toBeNull();
  expect(announced).toEqual([site.id]);
  const { siteIds } = await database.invitation.findUniqueOrThrow({ where: { id: shared.id } });
  expect(siteIds).toEqual([other.id]);
  const left = await database.auditEntry.findMany({ where: { userId: owner.userId } });
  expect(left).toMatchObject([
    {
      siteId: null,
      userName: owner.email,
      action: 'site.deleted',
      target: 'Test shop',
      before: { conversations: 251 },
    },
  ]);
  await rm(folder, { recursive: true });
});

interface Column {
  name: string;
  type: string;
  udt: string;
  needed: boolean;
}
interface Table {
  name: string;
  columns: Column[];
}

/** All that there are, from the database itself, so that none which comes later is forgotten. */
async function tablesOfSites(): Promise<Table[]> {
  return database.$queryRaw<Table[]>`
    SELECT table_name AS name, jsonb_agg(jsonb_build_object('name', column_name, 'type', data_type, 'udt', udt_name,
             'needed', is_nullable = 'NO' AND column_default IS NULL)) AS columns
      FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
     GROUP BY table_name HAVING bool_or(column_name IN ('site_id', 'site_ids')) ORDER BY table_name`;
}

/** A row of the site in each: all have the same id, so that each belongs to the one of the table that it belongs to. @returns the id */
async function fillTables(tables: readonly Table[], siteId: string): Promise<string> {
  const id = randomUUID();
  const valueFor = ({ name, type, udt, needed }: Column): string | null => {
    if (name === 'site_id') return `'${siteId}'`;
    if (name === 'site_ids') return `ARRAY['${siteId}']::uuid[]`;
    if (type === 'uuid') return `'${id}'`;
    if (type === 'USER-DEFINED') return `(SELECT max(label) FROM unnest(enum_range(NULL::"${udt}")) AS label)`;
    if (!needed) return null;
    if (type.startsWith('timestamp') || type === 'date') return `now() + interval '1 day'`;
    const empty: Record<string, string> = { ARRAY: `'{}'`, jsonb: `'{}'`, bytea: `''`, boolean: 'false' };
    return empty[type] ?? (/text|char/.test(type) ? `'${id}'` : '0');
  };
  await database.$transaction(async (transaction) => {
    // Without looking for what a row refers to.
    await transaction.$executeRaw`SET LOCAL session_replication_role = replica`;
    for (const { name, columns } of tables) {
      const given = columns.flatMap((column) => valueFor(column) ?? []);
      const names = columns.flatMap((column) => (valueFor(column) === null ? [] : `"${column.name}"`));
      await transaction.$executeRawUnsafe(`INSERT INTO "${name}" (${names.join()}) VALUES (${given.join()})`);
    }
  });
  return id;
}

/** The tables in which some row holds the id, in whatever column. */
async function tablesNaming(siteId: string): Promise<string[]> {
  const tables = await database.$queryRaw<{ name: string; path: string }[]>`
    SELECT relname AS name, oid::regclass::text AS path FROM pg_class
     WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
       AND relnamespace::regnamespace::text NOT LIKE 'pg_temp%' ORDER BY 1`;
  const naming: string[] = [];
  for (const { name, path } of tables) {
    const found = await database.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM ${path} AS one WHERE one::text LIKE '%${siteId}%' LIMIT 1`,
    );
    if (found.length > 0) naming.push(name);
  }
  return naming;
}

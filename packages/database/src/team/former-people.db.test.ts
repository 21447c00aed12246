import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { rollUpAnalytics } from '../analytics/analytics-roll-up.ts';
import {
  addNote,
  assignConversation,
  blockVisitor,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  tagConversation,
  takeOver,
} from '../conversations/conversation-steps.ts';
import { approveAnswer } from '../knowledge/approved-answers.ts';
import { savePromptVersion } from '../sites/site-settings.ts';
import { type Asked, createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { openConnections } from '../testing/until-waiting.ts';
import { blockSilentVisitor } from '../visitors/block-list.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { removeAccount } from './account-removal.ts';
import type { Actor } from './audit.ts';
import { forgetFormerPerson, releaseFromAllSites } from './former-people.ts';
import { changeAccount, createOwner } from './users.ts';

const database = useTestDatabase();
const tell = () => {};
let operator: Actor;
let site: Asked;

beforeAll(async () => {
  await openConnections(database);
  const email = 'owner@frontdesk.test';
  await createOwner(database, { email, name: 'Owner', passwordHash: null });
  operator = { userId: (await database.user.findUniqueOrThrow({ where: { email } })).id, email };
});
beforeEach(async () => {
  await database.formerPerson.deleteMany();
  await database.conversation.deleteMany();
  await database.analyticsRollUp.deleteMany();
  site = await createAsked(database);
});

interface Colleague extends Actor {
  name: string;
}
async function createColleague(name: string, siteId = site.siteId): Promise<Colleague> {
  const userId = randomUUID();
  const email = `${name.toLowerCase()}-${userId}@frontdesk.test`;
  const memberships = { create: { siteId, role: 'agent' as const } };
  const createdAt = new Date(Date.now() - 60_000);
  await database.user.create({ data: { id: userId, email, name, createdAt, memberships } });
  return { userId, email, name };
}

/** What somebody does in a conversation. */
function as({ userId, name, email }: Colleague, { siteId, conversationId }: Asked = site) {
  const change = { siteId, conversationId, agent: { id: userId, name }, actor: { userId, email } };
  const idOf = ({ userId: id, name: called }: Colleague) => ({ id, name: called });
  return {
    take: () => takeOver(database, change),
    reply: () => replyAsAgent(database, { ...change, clientMessageId: randomUUID(), text: 'Hello' }),
    note: () => addNote(database, { ...change, noteId: randomUUID(), text: 'Careful.' }),
    assign: (to: Colleague | null) => assignConversation(database, { ...change, assignee: to && idOf(to) }),
    tag: (tag: string) => tagConversation(database, { ...change, tags: [tag] }),
    snooze: () => snoozeConversation(database, { ...change, until: new Date(Date.now() + 3_600_000) }),
    resolve: () => resolveConversation(database, change),
    reopen: () => reopenConversation(database, change),
    handBack: () => handBack(database, change),
    block: () => blockVisitor(database, { ...change, blocked: true }),
  };
}

/** Everything that somebody can do in a conversation, with all that is kept of it. */
async function doAll(person: Colleague, colleague: Colleague, at = site): Promise<void> {
  const [hers, his] = [as(person, at), as(colleague, at)];
  await hers.take();
  await hers.reply();
  await hers.note();
  await hers.assign(colleague);
  await his.assign(person);
  await hers.tag('fern');
  await hers.snooze();
  await hers.reopen();
  await hers.resolve();
  await hers.reopen();
  await hers.block();
  await hers.handBack();
  await his.reply();
  await his.resolve();
}

async function forgetAll(limit = 100): Promise<void> {
  while (await forgetFormerPerson(database, tell, { limit }));
}

/** The tables in which a word stands, whatever its case. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" AS row WHERE to_jsonb(row)::text ILIKE '%' || $1 || '%'`,
      word,
    );
    if (row && row.count > 0) found.push(name);
  }
  return found;
}
const payloads = async ({ conversationId }: Asked = site) =>
  (await database.conversationEvent.findMany({ where: { conversationId }, orderBy: { seq: 'asc' } })).map(
    ({ payload }) => payload as { type: string; by?: { name: string } | null; message?: { author?: object } },
  );

it('who changed nothing but their name is forgotten as well, and so is whoever comes after them', async () => {
  const renamed = await createColleague('Ottoline');
  await changeAccount(database, renamed, { name: 'Perpetua', email: renamed.email });
  await removeAccount(database, operator, renamed.userId);
  const next = await createColleague('Quirin');
  await removeAccount(database, operator, next.userId);
  await forgetAll();
  expect(await database.user.count({ where: { id: { in: [renamed.userId, next.userId] } } })).toBe(0);
});

it('what somebody wrote stays, and nothing but the log of changes says who they were', async () => {
  const zelda = await createColleague('Zeldawina');
  const bo = await createColleague('Bo');
  await as(zelda).take();
  await changeAccount(database, zelda, { name: 'Quintessa', email: `quintessa-${zelda.userId}@frontdesk.test` });
  const now = { ...zelda, name: 'Quintessa', email: `quintessa-${zelda.userId}@frontdesk.test` };
  await doAll(now, bo);
  const silent = { siteId: site.siteId, visitorId: await createVisitor(database, site.siteId) };
  await blockSilentVisitor(database, { ...silent, blocked: true, by: now.name, actor: now });
  await savePromptVersion(database, now, { siteId: site.siteId, systemPrompt: 'You answer.' });
  const question = { question: 'Is it?', normalForm: 'is it', answer: 'Yes.' };
  await approveAnswer(database, now, { siteId: site.siteId, ...question });
  await rollUpAnalytics(database, { normalForm: (text) => text });
  const facts = await database.agentFact.count({ where: { siteId: site.siteId } });
  const before = await payloads();
  const texts = await database.message.findMany({ where: { siteId: site.siteId }, orderBy: { id: 'asc' } });

  await removeAccount(database, operator, zelda.userId);
  await forgetAll();

  for (const word of ['zeldawina', 'quintessa'])
    expect([word, await tablesWith(word)]).toEqual([word, ['audit_entry']]);
  expect(await tablesWith(bo.email)).toContain('user');
  expect(await database.user.findUnique({ where: { id: zelda.userId } })).toBeNull();
  const after = await payloads();
  expect(after.map(({ type }) => type)).toEqual(before.map(({ type }) => type));
  // A colleague's stay theirs.
  const of = (name: string) => (all: typeof after) => all.filter(({ by }) => by?.name === name).length;
  expect(of('Bo')(after)).toBe(of('Bo')(before));
  expect(of('Bo')(after)).toBeGreaterThan(0);
  expect(after.filter(({ message }) => message?.author)).toMatchObject([{ message: { author: { name: 'Bo' } } }]);
  const kept = await database.message.findMany({ where: { siteId: site.siteId }, orderBy: { id: 'asc' } });
  const blank = ({ authorId }: { authorId: string | null }) => (authorId === zelda.userId ? null : authorId);
  expect(kept).toEqual(texts.map((one) => ({ ...one, authorId: blank(one) })));
  expect(await database.agentFact.count({ where: { siteId: site.siteId } })).toBe(facts);
  expect(await database.agentFact.count({ where: { userId: zelda.userId } })).toBe(0);
  expect(await database.visitor.count({ where: { siteId: site.siteId, blockedAt: { not: null } } })).toBe(2);
  // What is read of it once more knows them no better.
  await database.agentFact.deleteMany();
  await database.analyticsRollUp.deleteMany();
  await rollUpAnalytics(database, { normalForm: (text) => text });
  expect(await database.agentFact.count({ where: { siteId: site.siteId } })).toBe(facts);
  expect(await database.agentFact.count({ where: { userId: zelda.userId } })).toBe(0);
});

it('who has the same name elsewhere keeps it', async () => {
  const here = await createColleague('Ada');
  const other = await createAsked(database);
  const there = await createColleague('Ada', other.siteId);
  await as(here).take();
  await as(there, other).take();
  await as(there, other).reply();
  const before = await payloads(other);
  await removeAccount(database, here, here.userId);
  await forgetAll();
  expect((await payloads()).map(({ by }) => by)).toContainEqual({ name: '' });
  expect(JSON.stringify(await payloads())).not.toContain('Ada');
  expect(await payloads(other)).toEqual(before);
});

it('what they have of conversations waits for others, and what is done is nobody’s', async () => {
  const ada = await createColleague('Ada');
  const done = { ...site, conversationId: randomUUID() };
  await database.conversation.create({
    data: { id: done.conversationId, siteId: site.siteId, visitorId: site.visitorId },
  });
  await as(ada, done).take();
  await as(ada, done).resolve();
  await as(ada).take();
  await removeAccount(database, operator, ada.userId);
  await releaseFromAllSites(database, ada.userId, tell);
  const state = async ({ conversationId }: Asked) => {
    const row = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    return [row.state, row.assigneeId];
  };
  expect(await state(site)).toEqual(['waiting_for_person', null]);
  expect((await payloads()).at(-1)).toMatchObject({ type: 'conversation:released', from: { name: '' } });
  expect(await state(done)).toEqual(['resolved', ada.userId]);
  await forgetAll();
  expect(await state(done)).toEqual(['resolved', null]);
});

it('goes on where it ended, a few conversations at a time, and takes what was written late', async () => {
  const ada = await createColleague('Ada');
  const all = [site, await createAsked(database), await createAsked(database)];
  for (const at of all) await as(ada, at).reply();
  await removeAccount(database, operator, ada.userId);
  const steps: (boolean | undefined)[] = [];
  for (let step = 0; step < 3; step++)
    steps.push((await forgetFormerPerson(database, tell, { limit: 1, patienceMs: 0 }))?.finished);
  expect(steps).toEqual([false, false, false]);
  expect((await database.formerPerson.findFirstOrThrow()).lookedAt).not.toBeNull();
  expect(JSON.stringify(await Promise.all(all.map(payloads)))).not.toContain('Ada');
  // A gateway that had not heard of it yet.
  const late = { ...site, conversationId: randomUUID() };
  await database.conversation.create({
    data: {
      ...{ id: late.conversationId, siteId: site.siteId, visitorId: site.visitorId },
      lastActivityAt: new Date(0),
    },
  });
  await as({ ...ada, name: 'Ada' }, late).reply();
  expect(await forgetFormerPerson(database, tell, { limit: 1 })).toEqual({ userId: ada.userId, finished: true });
  expect(JSON.stringify(await payloads(late))).not.toContain('Ada');
  expect(await forgetFormerPerson(database, tell, { limit: 1 })).toBeNull();
});

it('of several processes one is at it', async () => {
  const ada = await createColleague('Ada');
  await as(ada).reply();
  await removeAccount(database, operator, ada.userId);
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT pg_advisory_xact_lock(7216004)::text`;
    expect(await forgetFormerPerson(database, tell, { limit: 1 })).toBeNull();
  });
  expect(await forgetFormerPerson(database, tell, { limit: 1 })).toMatchObject({ finished: true });
});

it('of the log nothing but names can be taken out', async () => {
  const ada = await createColleague('Ada');
  await doAll(ada, await createColleague('Bo'));
  const { conversationId } = site;
  const change = (sql: string) =>
    database.$executeRawUnsafe(`UPDATE conversation_event SET ${sql} WHERE conversation_id = '${conversationId}'`);
  for (const sql of [
    `payload = jsonb_set(payload, '{by,name}', '"Eve"', false)`,
    `payload = jsonb_set(payload, '{by,id}', '""', false)`,
    `payload = jsonb_set(payload, '{message,text}', '""', false)`,
    `payload = jsonb_set(payload, '{message,author,name}', '""', false)`,
    `payload = payload #- '{by}'`,
    `payload = payload || '{"by": {"name": ""}}'`,
    `payload = payload #- '{note,author}'`,
    `audience = 'agents', payload = jsonb_set(payload, '{by,name}', '""', false)`,
    `created_at = now()`,
  ])
    await expect(change(sql), sql).rejects.toThrow('append-only');
  await change(`payload = jsonb_set(payload, '{by,name}', '""', false)`);
  await change(`payload = payload #- '{message,author}'`);
  const version = { siteId: site.siteId, systemPrompt: 'You answer.' };
  const id = await savePromptVersion(database, ada, version);
  const edit = (sql: string) => database.$executeRawUnsafe(`UPDATE prompt_version SET ${sql} WHERE id = '${id}'`);
  for (const sql of ["author = 'eve'", "system_prompt = 'x'", 'author = NULL, number = 9'])
    await expect(edit(sql), sql).rejects.toThrow('append-only');
  await edit('author = NULL');
});

it('their messages, and receipts, are found by an index', async () => {
  for (const [table, column] of [
    ['message', 'author_id'],
    ['deletion_receipt', 'deleted_by'],
  ]) {
    const plan = await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`SET LOCAL enable_seqscan = off`;
      await transaction.$executeRaw`SET LOCAL plan_cache_mode = force_generic_plan`;
      // As the foreign key does.
      await transaction.$executeRawUnsafe(
        `PREPARE by_${column}(text) AS UPDATE ONLY "${table}" SET ${column} = NULL WHERE $1 OPERATOR(pg_catalog.=) ${column}`,
      );
      return transaction.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN EXECUTE by_${column}('x')`);
    });
    expect(JSON.stringify(plan)).toContain(`${table}_${column}_idx`);
  }
});

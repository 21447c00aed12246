import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Prisma } from '../../generated/client.ts';
import { rollUpAnalytics } from '../analytics/analytics-roll-up.ts';
import { createDatabase } from '../connection/client.ts';
import { putAside, takeBack } from '../knowledge/knowledge-changes.ts';
import { deleteStaleAttachments } from '../messages/attachments.ts';
import { beat, silenceWorkers } from '../service/workers.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { identifyVisitor } from '../visitors/identified-visitors.ts';
import { deleteConversation } from '../visitors/visitor-conversations.ts';
import { exportVisitor, searchVisitors } from '../visitors/visitor-data.ts';
import { deleteExpired, deleteVisitor, findDeletionReceipt, listDeletionReceipts } from './deletions.ts';
import { findUntoldReceipts, recordAllForgotten, recordForgotten } from './forgotten-by-workers.ts';

const normalForm = (text: string) => text.toLowerCase();
const agent = () => ({ userId: agentId, email: `${agentId}@example.com` });
const dayMs = 86_400_000;
const database = useTestDatabase();
let site: Asked;
let agentId: string;

beforeAll(async () => {
  await openConnections(database);
  agentId = randomUUID();
  await database.user.create({ data: { id: agentId, name: 'Ada', email: `${agentId}@example.com` } });
});
beforeEach(async () => {
  await database.conversation.deleteMany();
  await database.analyticsRollUp.deleteMany();
  site = await createAsked(database);
});

const secret = 'My card number is 4929';

/** A visitor of whom there is something of every kind. */
async function createVisitorWithAll(siteId: string, lastActivityAt = new Date()): Promise<Asked> {
  const asked = { siteId, visitorId: randomUUID(), conversationId: randomUUID() };
  await database.visitor.create({
    data: {
      ...{ id: asked.visitorId, siteId, externalId: randomUUID(), name: 'Grace Hopper' },
      ...{ email: 'grace@example.com', lastSeenAt: lastActivityAt },
    },
  });
  const { visitorId, conversationId } = asked;
  await database.conversation.create({ data: { id: conversationId, siteId, visitorId, lastActivityAt } });
  const [generationId = ''] = await createEnded(database, asked, [
    { state: 'done', finishedAt: lastActivityAt, said: { kind: 'quote', quotes: [] } },
  ]);
  await database.message.updateMany({ where: { conversationId }, data: { text: secret, createdAt: lastActivityAt } });
  await database.message.create({ data: { ...asked, role: 'assistant', text: 'I can not see it.', generationId } });
  const place = { siteId, conversationId };
  await database.conversationEvent.create({
    data: { ...place, seq: 1, audience: 'customer', payload: { type: 'message:created', message: { text: secret } } },
  });
  const chunk = {
    generationId,
    siteId,
    firstToken: 0,
    epoch: 1,
    tokenIds: [1],
    position: 0,
    text: 'I can not see it.',
  };
  await database.generationChunk.create({ data: chunk });
  const promptVersionId = randomUUID();
  await database.generationInput.create({
    data: {
      ...{ generationId, siteId, promptVersionId, modelHash: 'm', tokenizerHash: 't', mode: 'quote', temperature: 0 },
      ...{ topP: 1, maxTokens: 1, seed: 1, promptIds: [4, 9, 2, 9] },
    },
  });
  await database.cachedAnswer.create({
    data: {
      ...{ siteId, question: `${secret} ${generationId}`, generationId, promptVersionId, knowledgeVersion: 0 },
      ...{ modelHash: 'm', expiresAt: new Date(Date.now() + dayMs) },
    },
  });
  const { id: messageId } = await database.message.findFirstOrThrow({ where: { conversationId, role: 'visitor' } });
  const file = { siteId, visitorId, name: 'Grace Hopper.pdf', bytes: 10, type: 'application/pdf' };
  await database.attachment.createMany({
    data: [{ ...file, state: 'sent', conversationId, messageId }, file],
  });
  await database.unansweredQuestion.create({
    data: { ...place, generationId, question: secret, normalForm: secret.toLowerCase() },
  });
  return asked;
}

/** Where in the whole database a text or an id is found. */
async function tablesWith(...needles: string[]): Promise<string[]> {
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    for (const needle of needles) {
      const [row] = await database.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM "${name}" AS one WHERE strpos(lower(one::text), lower($1)) > 0`,
        needle,
      );
      if (row && row.count > 0) found.push(name);
    }
  }
  return [...new Set(found)].toSorted();
}

describe('deleteVisitor', () => {
  it('leaves nothing of a visitor in any table, but what is counted without saying whose it was', async () => {
    const mine = await createVisitorWithAll(site.siteId, new Date(Date.now() - 600_000));
    const others = await createVisitorWithAll(site.siteId, new Date(Date.now() - 600_000));
    const asked = await database.unansweredQuestion.findMany({ where: { siteId: site.siteId } });
    const questions = { siteId: site.siteId, ids: asked.map(({ id }) => id) };
    await putAside(database, agent(), questions);
    await takeBack(database, agent(), questions);
    await rollUpAnalytics(database, { normalForm });
    const { siteId, conversationId } = mine;
    await database.agentFact.create({
      data: { siteId, conversationId, seq: 1, userId: agent().userId, kind: 'reply', doneAt: new Date() },
    });
    const needles = [mine.visitorId, 'Grace Hopper', 'grace@example.com', secret];
    expect((await tablesWith(...needles)).length).toBeGreaterThan(5);
    const deletion = await deleteVisitor(database, { ...mine, actor: agent(), normalForm });
    expect(deletion?.conversations).toEqual([mine]);
    expect(deletion?.receipt).toMatchObject({
      ...{ reason: 'request', deletedBy: 'Ada' },
      counts: {
        ...{ visitors: 1, conversations: 1, messages: 2, events: 1, answers: 1, cachedAnswers: 1 },
        ...{ unansweredQuestions: 1, files: 2 },
      },
    });
    expect(await tablesWith(mine.visitorId)).toEqual([]);
    // Their bytes are removed by these, which say nothing of whose they were.
    expect(await database.removedAttachment.count({ where: { siteId: site.siteId } })).toBe(2);
    // An id that nothing leads to any more.
    expect(await tablesWith(mine.conversationId)).toEqual(['agent_fact', 'conversation_fact']);
    expect(await database.questionCount.findMany({ where: { siteId: site.siteId } })).toMatchObject([{ asked: 1 }]);
    expect(await exportVisitor(database, others)).not.toBeNull();
    await deleteVisitor(database, { ...others, actor: agent(), normalForm });
    expect(await tablesWith(...needles)).toEqual([]);
    const receipts = await listDeletionReceipts(database, site.siteId);
    expect(receipts).toHaveLength(2);
    expect(JSON.stringify(receipts)).not.toMatch(/Grace|4929/);
  });

  it('leaves nothing of what a customer said of themselves before their site identified them', async () => {
    const { siteId, visitorId: anonymousId, conversationId } = site;
    const details = {
      name: 'Grace Hopper',
      email: 'grace@example.com',
      language: 'de',
      page: 'https://shop.example/a',
    };
    await database.visitor.update({ where: { id: anonymousId }, data: details });
    const { visitorId } = await identifyVisitor(database, {
      siteId,
      identity: { externalId: randomUUID() },
      anonymousId,
    });
    const moved = { visitorId, contactEmail: details.email };
    expect(await database.conversation.findUnique({ where: { id: conversationId } })).toMatchObject(moved);
    await deleteVisitor(database, { siteId, visitorId, actor: agent(), normalForm });
    expect(await tablesWith(details.name, details.email, details.page)).toEqual([]);
    // The browser's token still speaks for it.
    expect(await database.visitor.findUnique({ where: { id: anonymousId } })).toMatchObject({ language: null });
  });

  it('knows nobody of another site', async () => {
    const mine = await createVisitorWithAll(site.siteId);
    const { siteId } = await createAsked(database);
    const theirs = { siteId, visitorId: mine.visitorId };
    expect(await deleteVisitor(database, { ...theirs, actor: agent(), normalForm })).toBeNull();
    expect(await exportVisitor(database, theirs)).toBeNull();
    expect(await searchVisitors(database, { siteId, search: 'Grace' })).toEqual([]);
    expect(await listDeletionReceipts(database, siteId)).toEqual([]);
    expect(await exportVisitor(database, mine)).not.toBeNull();
  });
});

describe('what workers dropped', () => {
  it('is told on the receipt, by each that ran, once it has told of all conversations', async () => {
    const { siteId, visitorId } = site;
    await database.conversation.create({ data: { siteId, visitorId } });
    const workerIds = [randomUUID(), randomUUID(), randomUUID()].toSorted();
    const [first = '', second = '', gone = ''] = workerIds;
    const worker = { state: 'ready', slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'm' } as const;
    for (const workerId of workerIds) await beat(database, { workerId, ...worker });
    await silenceWorkers(database, [gone]);
    // It has made no answer yet.
    const loading = randomUUID();
    await beat(database, { workerId: loading, ...worker, state: 'warming' });
    const deletion = await deleteVisitor(database, { siteId, visitorId, actor: agent(), normalForm });
    const receiptId = deletion?.receipt.id ?? '';
    const nothing = { told: false, blocks: 0, bytes: 0 };
    expect(deletion?.receipt.workers).toEqual([
      { workerId: first, ...nothing },
      { workerId: second, ...nothing },
    ]);
    const tell = (workerId: string, blocks: number, of = siteId) =>
      recordForgotten(database, { siteId: of, receiptId, workerId, blocks, bytes: blocks * 2 ** 31 });
    await tell(first, 3);
    await tell(first, 0);
    await tell(second, 1);
    // Heard of too late to be asked, it has told all the same; and nobody tells at another site.
    await tell(gone, 0);
    await tell(second, 9, (await createAsked(database)).siteId);
    expect((await findDeletionReceipt(database, { siteId, id: receiptId })).workers).toEqual([
      { workerId: first, told: true, blocks: 3, bytes: 3 * 2 ** 31 },
      { workerId: second, told: false, blocks: 1, bytes: 2 ** 31 },
      { workerId: gone, told: false, blocks: 0, bytes: 0 },
    ]);
    await database.worker.deleteMany({ where: { id: { in: [...workerIds, loading] } } });
  });

  it('is told at once by a worker that did not hear of several deletions', async () => {
    const workerIds = [randomUUID(), randomUUID()].toSorted();
    const [mine = '', other = ''] = workerIds;
    const worker = { state: 'ready', slots: 4, running: 0, tokensPerSecond: 0, modelHash: 'm' } as const;
    for (const workerId of workerIds) await beat(database, { workerId, ...worker });
    const receipts: { siteId: string; id: string }[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { siteId, visitorId } = await createAsked(database);
      const deletion = await deleteVisitor(database, { siteId, visitorId, actor: agent(), normalForm });
      receipts.unshift({ siteId, id: deletion?.receipt.id ?? '' });
    }
    const [newest, older, heard] = receipts.map(({ id }) => id);
    const of = receipts[2]?.siteId ?? '';
    await recordForgotten(database, { siteId: of, receiptId: heard ?? '', workerId: mine, blocks: 1, bytes: 1 });
    const receiptIds = await findUntoldReceipts(database, mine);
    expect(receiptIds).toEqual([newest, older]);
    await recordAllForgotten(database, { workerId: mine, receiptIds, blocks: 5, bytes: 5 * 2 ** 31 });
    expect(await findUntoldReceipts(database, mine)).toEqual([]);
    const told = await Promise.all(receipts.map((one) => findDeletionReceipt(database, one)));
    expect(told.map(({ workers }) => workers)).toEqual(
      [5 * 2 ** 31, 0, 1].map((bytes, index) => [
        { workerId: mine, told: true, blocks: [5, 0, 1][index], bytes },
        { workerId: other, told: false, blocks: 0, bytes: 0 },
      ]),
    );
    await database.worker.deleteMany({ where: { id: { in: workerIds } } });
  });
});

describe('deleteExpired', () => {
  const retain = (siteId: string, retentionDays: number | null) =>
    database.site.update({ where: { id: siteId }, data: { retentionDays } });
  const ago = (days: number) => new Date(Date.now() - days * dayMs);

  it('deletes, batch by batch, what is older than its site wants, and nothing else', async () => {
    const other = await createAsked(database);
    await database.conversation.deleteMany();
    await retain(site.siteId, 30);
    const old = [
      await createVisitorWithAll(site.siteId, ago(31)),
      await createVisitorWithAll(site.siteId, ago(400)),
      await createVisitorWithAll(site.siteId, ago(32)),
    ];
    const young = await createVisitorWithAll(site.siteId, ago(29));
    const kept = await createVisitorWithAll(other.siteId, ago(400));
    const question = { siteId: site.siteId, question: 'x', asked: 2, answered: 1 };
    await database.questionCount.createMany({
      data: [
        { ...question, day: ago(31) },
        { ...question, day: ago(29) },
      ],
    });

    const first = await deleteExpired(database, { limit: 2 });
    expect(first?.map(({ conversationId }) => conversationId)).toEqual([
      old[1]?.conversationId,
      old[2]?.conversationId,
    ]);
    expect(await deleteExpired(database, { limit: 2 })).toEqual([old[0]]);
    expect(await deleteExpired(database, { limit: 2 })).toEqual([]);
    const left = await database.conversation.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).toSorted()).toEqual([young.conversationId, kept.conversationId].toSorted());
    for (const { visitorId } of old) expect(await tablesWith(visitorId)).toEqual([]);
    expect(await database.questionCount.count({ where: { siteId: site.siteId } })).toBe(1);
    // One receipt for the day.
    expect(await listDeletionReceipts(database, site.siteId)).toMatchObject([
      {
        reason: 'retention',
        deletedBy: null,
        counts: { visitors: 3, conversations: 3, messages: 6, cachedAnswers: 3 },
      },
    ]);
  });

  it('leaves a conversation in which somebody writes at that moment, and who comes back', async () => {
    const { siteId } = site;
    await retain(siteId, 1);
    const { conversationId, visitorId } = await createVisitorWithAll(siteId, ago(2));
    const { id: backId } = await database.visitor.create({ data: { siteId, lastSeenAt: ago(2) } });
    await database.$transaction(async (transaction) => {
      const now = new Date();
      await transaction.visitor.updateMany({ where: { id: { in: [visitorId, backId] } }, data: { lastSeenAt: now } });
      await transaction.conversation.update({ where: { id: conversationId }, data: { lastActivityAt: now } });
      // It does not wait for them either.
      expect(await deleteExpired(database, { limit: 10 })).toEqual([]);
    });
    expect(await database.conversation.count({ where: { id: conversationId } })).toBe(1);
    expect(await database.visitor.count({ where: { id: backId } })).toBe(1);
  });

  it('reads nothing of what is not due', async () => {
    const { siteId } = site;
    const { conversationId, visitorId } = await createVisitorWithAll(siteId);
    const due = await createVisitorWithAll(siteId, ago(31));
    await database.visitor.update({ where: { id: due.visitorId }, data: { lastSeenAt: new Date() } });
    await retain(siteId, 30);
    const { id: messageId } = await database.message.findFirstOrThrow({ where: { conversationId } });
    const many = Prisma.sql`generate_series(1, 3000) AS number`;
    const own = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 1 });
    try {
      await own.$executeRaw`
        WITH made AS (INSERT INTO visitor (id, site_id, last_seen_at)
          SELECT gen_random_uuid(), ${siteId}::uuid, now() FROM ${many} RETURNING id)
        INSERT INTO conversation (id, site_id, visitor_id, last_activity_at)
        SELECT gen_random_uuid(), ${siteId}::uuid, id, now() FROM made`;
      await own.$executeRaw`
        INSERT INTO question_count (site_id, question, day, asked, answered)
        SELECT ${siteId}::uuid, 'question ' || number, now(), 1, 1 FROM ${many}`;
      await own.$executeRaw`
        INSERT INTO attachment (id, site_id, visitor_id, conversation_id, message_id, position, state, name, bytes)
        SELECT gen_random_uuid(), ${siteId}::uuid, ${visitorId}::uuid, ${conversationId}::uuid, ${messageId}::uuid, number,
               'sent', 'a', 1 FROM ${many}`;
      await own.$executeRaw`ANALYZE visitor, conversation, question_count, attachment`;
      const rowsRead = async () => {
        await own.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
        return own.$queryRaw<{ name: string; count: number }[]>`
          SELECT relname AS name, (seq_tup_read + idx_tup_fetch)::int AS count FROM pg_stat_user_tables
           WHERE relname IN ('visitor', 'conversation', 'question_count', 'attachment') ORDER BY 1`;
      };
      const before = await rowsRead();
      expect(await deleteExpired(own, { limit: 10 })).toEqual([due]);
      await deleteStaleAttachments(own);
      for (const [index, { name, count }] of (await rowsRead()).entries()) {
        expect(count - (before[index]?.count ?? 0), name).toBeLessThan(100);
      }
    } finally {
      await own.$disconnect();
      await database.site.delete({ where: { id: siteId } });
    }
  });

  it('takes a question’s count back without a look at all others', async () => {
    const { siteId } = site;
    const mine = await createVisitorWithAll(siteId, ago(0.01));
    const own = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 1 });
    try {
      await own.$executeRaw`
        INSERT INTO question_count (site_id, question, day, asked, answered)
        SELECT ${siteId}::uuid, 'question ' || number, now(), 1, 1 FROM generate_series(1, 100000) AS number`;
      await rollUpAnalytics(own, { normalForm });
      await own.$executeRaw`ANALYZE question_count`;
      const read = async () => {
        await own.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
        const [found] = await own.$queryRaw<{ count: number }[]>`
          SELECT (seq_tup_read + idx_tup_fetch)::int AS count FROM pg_stat_user_tables WHERE relname = 'question_count'`;
        return found?.count ?? Number.NaN;
      };
      const [counted, before] = [await own.questionCount.count({ where: { siteId } }), await read()];
      expect(counted).toBe(100_001);
      await deleteConversation(own, { ...mine, normalForm });
      expect((await read()) - before).toBeLessThan(100);
      expect(await own.questionCount.count({ where: { siteId } })).toBe(100_000);
    } finally {
      await own.$disconnect();
      await database.questionCount.deleteMany({ where: { siteId } });
    }
  });

  it('is one process’s work at a time', async () => {
    await retain(site.siteId, 1);
    await createVisitorWithAll(site.siteId, ago(2));
    const both = await Promise.all([deleteExpired(database, { limit: 10 }), deleteExpired(database, { limit: 10 })]);
    expect(both.flatMap((deleted) => deleted ?? [])).toHaveLength(1);
  });
});

describe('two deletions at once take what was asked back once:', () => {
  const conversation = (mine: Asked) => deleteConversation(database, { ...mine, normalForm });
  const visitor = (mine: Asked) => deleteVisitor(database, { ...mine, actor: agent(), normalForm });

  it.each([
    ['a conversation, twice', conversation, conversation],
    ['a conversation, and its visitor', conversation, visitor],
    ['a visitor, and their conversation', visitor, conversation],
    ['a visitor, twice', visitor, visitor],
  ])('%s', async (_, first, second) => {
    const at = new Date(Date.now() - 600_000);
    const mine = await createVisitorWithAll(site.siteId, at);
    await database.analyticsRollUp.create({ data: { rolledUntil: new Date(), questionsUntil: new Date() } });
    // Two others have asked the same.
    const count = { siteId: mine.siteId, question: normalForm(secret), asked: 3, answered: 3 };
    await database.questionCount.create({ data: { ...count, day: new Date(at.toISOString().slice(0, 10)) } });
    let both: Promise<unknown[]> | undefined;
    await database.$transaction(
      async (other) => {
        await other.$queryRaw`SELECT FROM question_count WHERE site_id = ${mine.siteId}::uuid FOR UPDATE`;
        const one = first(mine);
        await untilWaiting(other, 1);
        both = Promise.all([one, second(mine)]);
        await untilWaiting(other, 2);
      },
      { timeout: 30_000 },
    );
    const [deleted, again] = (await both) ?? [];
    expect(deleted).toBeTruthy();
    if (first === visitor || second === conversation) expect(again).toBeFalsy();
    expect(await database.questionCount.findMany({ where: { siteId: mine.siteId } })).toMatchObject([
      { asked: 2, answered: 2 },
    ]);
  });
});

describe('exportVisitor', () => {
  it('holds all that is stored of a visitor, in words', async () => {
    const mine = await createVisitorWithAll(site.siteId);
    await createVisitorWithAll(site.siteId);
    const exported = await exportVisitor(database, mine);
    expect(exported).toMatchObject({
      visitor: { id: mine.visitorId, name: 'Grace Hopper', email: 'grace@example.com' },
      files: [{ name: 'Grace Hopper.pdf' }, { name: 'Grace Hopper.pdf' }],
    });
    const conversations: object[] = [];
    for await (const conversation of exported?.conversations ?? []) conversations.push(conversation);
    expect(conversations).toMatchObject([
      {
        id: mine.conversationId,
        messages: expect.arrayContaining([expect.objectContaining({ text: secret })]),
        events: [{ payload: { type: 'message:created' } }],
        unansweredQuestions: [{ question: secret }],
      },
    ]);
  });
});

describe('searchVisitors', () => {
  it('finds by a part of what a customer is known by, and takes it as it is', async () => {
    const mine = await createVisitorWithAll(site.siteId);
    const find = async (search: string) =>
      (await searchVisitors(database, { siteId: site.siteId, search })).map(({ id }) => id);
    for (const search of [mine.visitorId, mine.visitorId.toUpperCase(), 'hopper', 'GRACE@', 'grace@example.com']) {
      expect(await find(search)).toEqual([mine.visitorId]);
    }
    // As the inbox finds them: by words, in whatever order.
    expect(await find('hopper gra')).toEqual([mine.visitorId]);
    const unnamed = site.visitorId;
    const ending = unnamed.slice(-4);
    for (const search of [ending, ending.toUpperCase(), `Visitor ${ending}`, unnamed.slice(-12)])
      expect(await find(search)).toEqual([unnamed]);
    for (const search of ['%', '__', mine.visitorId.slice(-3), "' OR true --", mine.visitorId.slice(0, 8)])
      expect(await find(search)).toEqual([]);
  });

  it('finds a customer without a name by an address that they left in a conversation, and tells the newest', async () => {
    const { siteId, visitorId, conversationId } = site;
    await database.conversation.create({
      data: { siteId, visitorId, contactEmail: 'ann@old.example', lastActivityAt: new Date(0) },
    });
    await database.conversation.update({ where: { id: conversationId }, data: { contactEmail: 'ann@new.example' } });
    const known = await createVisitorWithAll(siteId);
    await database.conversation.update({
      where: { id: known.conversationId },
      data: { contactEmail: 'grace@private.example' },
    });
    const find = async (search: string) =>
      (await searchVisitors(database, { siteId, search })).map(({ id, email }) => ({ id, email }));
    for (const search of ['ann@new.example', 'ANN@old', 'ann@'])
      expect(await find(search)).toEqual([{ id: visitorId, email: 'ann@new.example' }]);
    expect(await find('private.example')).toEqual([{ id: known.visitorId, email: 'grace@example.com' }]);
    const other = await createAsked(database);
    expect(await searchVisitors(database, { siteId: other.siteId, search: 'ann@' })).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { newSite } from '../testing/test-site.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { replyAsAgent } from './conversation-steps.ts';
import { requestPerson } from './person-requests.ts';
import { claimReplyMail, finishReplyMail, listAwaitedVisitors, mailLater, recordSending } from './reply-mails.ts';

const database = useTestDatabase();

it('notes that a letter was sent, and of a reply that is stored at that moment that it waits', async () => {
  const siteId = await newSite(database);
  const visitorId = await createVisitor(database, siteId);
  const { conversationId } = await requestPerson(database, { siteId, visitorId }, undefined);
  const agent = { id: randomUUID(), name: 'Ada' };
  const memberships = { create: { siteId, role: 'agent' } } as const;
  await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test`, memberships } });
  const clientMessageId = randomUUID();
  const address = { siteId, conversationId };
  await replyAsAgent(database, { ...address, agent, clientMessageId, text: 'Hello', mail: true });
  await database.replyMail.update({ where: { conversationId }, data: { dueAt: new Date(0) } });
  const mail = await claimReplyMail(database);
  const seq = mail?.replies.at(-1)?.seq;
  if (!mail || seq === undefined) throw new Error('there is a reply to mail');
  await recordSending(database, { ...mail, email: 'ann@example.com', siteLetters: 10, key: Buffer.from('key') }, seq);
  await openConnections(database);
  let finishing: ReturnType<typeof finishReplyMail> | undefined;
  await database.$transaction(async (reply) => {
    // As a reply does: first its place in the log, then its letter.
    await reply.$queryRaw`SELECT FROM conversation WHERE id = ${conversationId}::uuid FOR NO KEY UPDATE`;
    finishing = finishReplyMail(database, mail, { seq, outcome: { email: 'ann@example.com', sent: true } });
    await untilWaiting(reply, 1);
    await mailLater(reply, address);
  });
  expect(await finishing).toMatchObject(address);
  expect(await database.replyMail.findUnique({ where: { conversationId } })).toMatchObject({
    ...{ mailedSeq: seq, sendingSeq: null, claimedUntil: null },
  });
});

it('knows of all customers for whom a letter waits, however many there are', async () => {
  const siteId = await newSite(database);
  const awaited: string[] = [];
  for (let one = 1; one <= 5; one += 1) {
    const visitorId = await createVisitor(database, siteId);
    const { conversationId } = await requestPerson(database, { siteId, visitorId }, undefined);
    await database.replyMail.create({ data: { conversationId, siteId, dueAt: new Date() } });
    awaited.push(visitorId);
  }
  for (const pageSize of [1, 2, 5, 1_000]) {
    const pages: string[][] = [];
    for await (const page of listAwaitedVisitors(database, pageSize)) pages.push(page);
    expect(Math.max(...pages.map((page) => page.length))).toBe(Math.min(pageSize, 5));
    expect(pages.flat()).toEqual(awaited.toSorted());
  }
});

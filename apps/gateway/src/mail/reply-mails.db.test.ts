import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimReplyMail, finishReplyMail, identifyVisitor, postponeReplyMail } from '@frontdesk/database';
import type { ConversationEvent, TicketResponse, VisitorTokenResponse } from '@frontdesk/protocol';
import { beforeEach, expect, test, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { useMailingGateways } from '../testing/mailing-gateways.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { type AgentSocket, askAgent, connectAgent } from '../testing/test-agent.ts';
import { testSecret } from '../testing/test-gateway.ts';
import { headerOf, readableMail } from '../testing/test-mail-server.ts';
import { createTestSite, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';

const patience = { timeout: 20_000 };
const mailing = await useMailingGateways();
const { database, server, gateways, logged, startMailing, startGateways, stopGateways } = mailing;
let site: TestSite;
let agent: AgentSocket;

beforeEach(async () => {
  server.mails.length = 0;
  // The tests write to one address more often than a day allows.
  await database.addressDayLetters.deleteMany();
  site = await createTestSite(database);
  const member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  agent = keep(await connectAgent(gateways[0], await signInCookie(gateways[0], member), site.id));
});

/** A customer who has asked and left their address. */
async function customer(email = 'ann@example.org') {
  const asked = await mailing.customer(site, 'Do you sell <ferns>?');
  await askFor(asked.socket, 'contact:leave', { conversationId: asked.conversationId, email });
  return asked;
}
const reply = (conversationId: string, text: string) =>
  askAgent(agent, 'conversation:reply', { conversationId, clientMessageId: randomUUID(), text });
/** The minute is over in which replies are gathered, and in which a customer may come back. */
async function aMinuteLater(conversationId: string, { seenAgoMs = 120_000 } = {}) {
  await database.visitor.updateMany({
    where: { conversations: { some: { id: conversationId } } },
    data: { lastSeenAt: new Date(Date.now() - seenAgoMs) },
  });
  await database.replyMail.updateMany({
    where: { conversationId, dueAt: { not: null } },
    data: { dueAt: new Date(Date.now() - 1_000) },
  });
}
const pending = async (conversationId: string) =>
  (await database.replyMail.findUniqueOrThrow({ where: { conversationId } })).dueAt !== null;
async function mailEvents(conversationId: string) {
  const where = { conversationId, audience: 'agents' } as const;
  const rows = await database.conversationEvent.findMany({ where, orderBy: { seq: 'asc' } });
  return rows.map(({ payload }) => payload as ConversationEvent).filter(({ type }) => type === 'reply:mailed');
}

test('what was replied within a minute to a customer who has left is one letter, once, of two gateways', async () => {
  const { socket, conversationId } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.\n\n<b>Three</b> kinds.');
  await reply(conversationId, 'Shall I send a list?');
  await askAgent(agent, 'conversation:note', { conversationId, noteId: randomUUID(), text: 'Likes moss.' });
  expect(server.mails).toEqual([]);
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  await vi.waitFor(async () => expect(await pending(conversationId)).toBe(false), patience);
  const [mail] = server.mails;
  if (!mail) throw new Error('no mail');
  expect(mail).toMatchObject({ from: 'chat@frontdesk.test', to: ['ann@example.org'] });
  expect(headerOf(mail, 'Subject')).toBe('A reply from Test shop');
  expect(headerOf(mail, 'From')).toBe('Test shop <chat@frontdesk.test>');
  expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated');
  const text = readableMail(mail);
  expect(text).toContain('<b>Three</b> kinds.');
  expect(text).toContain('&lt;b&gt;Three&lt;/b&gt; kinds.');
  expect(text).toContain('Shall I send a list?');
  // Nothing that the customer wrote, and nothing that is the team's own.
  expect(text).not.toMatch(/ferns|moss/);
  expect(await mailEvents(conversationId)).toMatchObject([{ email: 'ann@example.org', sent: true }]);

  // What comes later is a letter of its own, without what was in the first.
  await reply(conversationId, 'Here it is.');
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(2), patience);
  expect(readableMail(server.mails[1] ?? mail)).not.toContain('Shall I send a list?');
}, 60_000);

test('who is in the chat gets no letter, and who has read it none when they leave', async () => {
  const here = await customer();
  const { seq } = await askAgent<{ seq: number }>(agent, 'conversation:reply', {
    ...{ conversationId: here.conversationId, clientMessageId: randomUUID(), text: 'Hello' },
  });
  await aMinuteLater(here.conversationId, { seenAgoMs: 0 });
  // Looked at, and put off: the page is open.
  await vi.waitFor(async () => {
    const row = await database.replyMail.findUniqueOrThrow({ where: { conversationId: here.conversationId } });
    expect(row.dueAt?.getTime()).toBeGreaterThan(Date.now());
  }, patience);
  await askFor(here.socket, 'conversation:read', { conversationId: here.conversationId, seq });
  here.socket.disconnect();
  await aMinuteLater(here.conversationId);
  await vi.waitFor(async () => expect(await pending(here.conversationId)).toBe(false), patience);
  expect(server.mails).toEqual([]);
  expect(await mailEvents(here.conversationId)).toEqual([]);
}, 60_000);

test('a server that is busy is tried again under the same id, by whichever gateway is there then', async () => {
  server.refuseNext(451);
  const { socket, conversationId } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await aMinuteLater(conversationId);
  await vi.waitFor(async () => {
    const row = await database.replyMail.findUniqueOrThrow({ where: { conversationId } });
    expect([row.attempts, row.claimedUntil]).toEqual([1, null]);
  }, patience);
  expect(server.mails).toEqual([]);
  const { sendingSeq } = await database.replyMail.findUniqueOrThrow({ where: { conversationId } });
  // Comes while the first is still to go: it is not in a letter whose id is known already.
  await reply(conversationId, 'Since this morning.');
  await gateways[1].close();
  gateways[1] = await startMailing();
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  const [mail] = server.mails;
  expect(mail && headerOf(mail, 'Message-ID')).toBe(`<${conversationId}.${sendingSeq}@frontdesk.test>`);
  expect(mail && readableMail(mail)).not.toContain('Since this morning.');
  await vi.waitFor(async () => expect(await mailEvents(conversationId)).toHaveLength(1), patience);
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(2), patience);
}, 60_000);

test('a reply is mailed though the customer read the one before it while that waited to be tried again', async () => {
  server.refuseNext(451);
  const { socket, conversationId, visitor } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await aMinuteLater(conversationId);
  const row = () => database.replyMail.findUniqueOrThrow({ where: { conversationId } });
  await vi.waitFor(async () => expect(await row()).toMatchObject({ attempts: 1, claimedUntil: null }), patience);
  const back = keep(await connectVisitor(gateways[0], site, visitor));
  await askFor(back, 'conversation:read', { conversationId, seq: (await row()).sendingSeq });
  back.disconnect();
  await reply(conversationId, 'Since this morning.');
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  const text = server.mails[0] ? readableMail(server.mails[0]) : '';
  expect(text).toContain('Since this morning.');
  expect(text).not.toContain('We do.');
}, 60_000);

test('an address that is refused for good is told to the agents, and to no log', async () => {
  server.refuseNext(550);
  const { socket, conversationId } = await customer('nobody@example.org');
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await aMinuteLater(conversationId);
  await vi.waitFor(
    async () => expect(await mailEvents(conversationId)).toMatchObject([{ email: 'nobody@example.org', sent: false }]),
    patience,
  );
  expect(await pending(conversationId)).toBe(false);
  expect(server.mails).toEqual([]);
  expect(logged()).toContain(`"responseCode":550,"command":"RCPT TO","conversationId":"${conversationId}"`);
  expect(logged()).not.toContain('nobody@example.org');
}, 60_000);

test('what is beyond the letters of the day is not mailed, and agents are told why', async () => {
  const { socket, conversationId } = await customer();
  socket.disconnect();
  const day = new Date(new Date().toISOString().slice(0, 10));
  await database.siteDayUsage.update({ where: { siteId_day: { siteId: site.id, day } }, data: { letters: 500 } });
  await reply(conversationId, 'We do.');
  await aMinuteLater(conversationId);
  const unsent = { email: 'ann@example.org', sent: false };
  await vi.waitFor(
    async () => expect(await mailEvents(conversationId)).toMatchObject([{ ...unsent, limit: 'site' }]),
    patience,
  );
  expect(await pending(conversationId)).toBe(false);
  await database.siteDayUsage.updateMany({ where: { siteId: site.id }, data: { letters: 0 } });

  for (let letters = 1; letters <= 5; letters += 1) {
    await reply(conversationId, `Still there? (${letters})`);
    await aMinuteLater(conversationId);
    await vi.waitFor(async () => expect(await pending(conversationId)).toBe(false), patience);
    expect(server.mails).toHaveLength(letters);
  }
  await reply(conversationId, 'Still there?');
  await aMinuteLater(conversationId);
  await vi.waitFor(
    async () => expect((await mailEvents(conversationId)).at(-1)).toMatchObject({ ...unsent, limit: 'address' }),
    patience,
  );
  expect(server.mails).toHaveLength(5);
}, 60_000);

test('the link in a letter brings an anonymous customer back, on whatever device; of an identified one it leads to the site', async () => {
  const { socket, conversationId, visitor } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  const link =
    /https:\/\/chat\.example\/chat\/\S+/.exec(server.mails[0] ? readableMail(server.mails[0]) : '')?.[0] ?? '';
  expect(new URL(link).search).toBe('');
  const resumeToken = new URLSearchParams(new URL(link).hash.slice(1)).get('resume') ?? '';
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const response = await fetch(`${gateways[0].url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: site.origin },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  };
  const open = async (siteKey: string, token: string) => {
    const ticket = await post<TicketResponse>('/v1/tickets', { siteKey, resumeToken: token });
    const { visitorId } = await post<VisitorTokenResponse>('/v1/visitor-tokens', { ticket: ticket.ticket });
    return {
      resumed: ticket.resumed ?? false,
      isSame: visitorId === visitor.id,
      conversationId: ticket.conversationId,
    };
  };
  expect(await open(site.key, resumeToken)).toEqual({ resumed: true, isSame: true, conversationId });
  const writeTo = (contactEmail: string) =>
    database.conversation.update({ where: { id: conversationId }, data: { contactEmail } });
  await writeTo('anne@example.org');
  expect(await open(site.key, resumeToken)).toEqual({ resumed: false, isSame: false });
  await writeTo('Ann@example.org');
  expect(await open(site.key, resumeToken)).toEqual({ resumed: true, isSame: true, conversationId });
  const { signResumption } = createSignedTokens(testSecret);
  const letter = { site: site.id, visitor: visitor.id };
  const { token: ofBefore } = await signResumption(letter);
  expect(await open(site.key, ofBefore)).toEqual({ resumed: true, isSame: true });
  const other = await customer();
  other.socket.disconnect();
  const { token: ofAnother } = await signResumption({ ...letter, conversation: other.conversationId });
  expect(await open(site.key, ofAnother)).toEqual({ resumed: true, isSame: true });
  expect(await open(site.key, 'rubbish')).toEqual({ resumed: false, isSame: false });
  expect(await open((await createTestSite(database)).key, resumeToken)).toEqual({ resumed: false, isSame: false });
  const identity = { externalId: 'customer-1' };
  await identifyVisitor(database, { siteId: site.id, identity, anonymousId: visitor.id });
  expect(await open(site.key, resumeToken)).toEqual({ resumed: false, isSame: false });

  await reply(conversationId, 'Anything else?');
  await aMinuteLater(conversationId);
  await vi.waitFor(() => expect(server.mails).toHaveLength(2), patience);
  const second = server.mails[1] ? readableMail(server.mails[1]) : '';
  expect(second).toContain(site.origin);
  expect(second).not.toContain('resume=');
}, 60_000);

test('a server that is too slow for the time that a letter is one gateway’s gets it once', async () => {
  const { socket, conversationId } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await stopGateways();
  const claimMs = 3_000;
  await startGateways(claimMs);
  server.pauseNext(2 * claimMs);
  await aMinuteLater(conversationId);
  const row = () => database.replyMail.findUniqueOrThrow({ where: { conversationId } });
  await vi.waitFor(async () => expect(await row()).toMatchObject({ attempts: 1, claimedUntil: null }), patience);
  expect(server.mails).toEqual([]);
  await aMinuteLater(conversationId);
  await vi.waitFor(async () => expect(await pending(conversationId)).toBe(false), patience);
  await sleep(2 * claimMs);
  expect(server.mails).toHaveLength(1);
  expect(await mailEvents(conversationId)).toHaveLength(1);
  await stopGateways();
  await startGateways();
}, 60_000);

test('a gateway that was too slow notes nothing of a letter that another one has claimed since', async () => {
  const { socket, conversationId } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await stopGateways();
  await aMinuteLater(conversationId);
  const first = await claimReplyMail(database, { claimMs: 0 });
  const second = await claimReplyMail(database);
  if (!first || !second) throw new Error('nothing to claim');
  const row = () => database.replyMail.findUniqueOrThrow({ where: { conversationId } });
  const claimed = await row();
  await postponeReplyMail(database, first, { laterMs: 60_000, tried: true });
  const outcome = { email: 'ann@example.org', sent: true };
  expect(await finishReplyMail(database, first, { seq: first.lastSeq, outcome })).toBeNull();
  expect(await row()).toEqual(claimed);
  expect(await finishReplyMail(database, second, { seq: second.lastSeq, outcome })).toMatchObject({ conversationId });
  expect(await mailEvents(conversationId)).toHaveLength(1);
  await startGateways();
}, 60_000);

test('a server that thinks for a while has several letters at a time, and operators see them', async () => {
  const figure = async (name: string) => {
    const texts = await Promise.all(gateways.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    const pattern = new RegExp(`^frontdesk_gateway_${name.replace(/[{}]/g, '\\$&')} (\\d+)`, 'm');
    return texts.map((text) => Number(pattern.exec(text)?.[1])).reduce((sum, one) => sum + one);
  };
  const sent = 'letters_total{kind="reply",outcome="sent"}';
  const failed = 'letters_total{kind="reply",outcome="failed"}';
  const before = { sent: await figure(sent), failed: await figure(failed) };
  const asked = [];
  // More than two gateways would have one after the other.
  for (let one = 1; one <= 4; one += 1) asked.push(await customer(`ann${one}@example.org`));
  for (const { socket, conversationId } of asked) {
    socket.disconnect();
    await reply(conversationId, 'We do.');
    server.pauseNext(3_000);
  }
  const where = { conversationId: { in: asked.map(({ conversationId }) => conversationId) } };
  await Promise.all(asked.map(({ conversationId }) => aMinuteLater(conversationId)));
  const sending = () => database.replyMail.count({ where: { ...where, claimedUntil: { not: null } } });
  await vi.waitFor(async () => {
    expect(await sending()).toBe(4);
    expect(await figure('letters_due{kind="reply"}')).toBeGreaterThanOrEqual(8);
  }, patience);
  await vi.waitFor(() => expect(server.mails).toHaveLength(4), patience);
  await vi.waitFor(async () => expect(await figure('letters_due{kind="reply"}')).toBe(0), patience);
  expect([await figure(sent), await figure(failed)]).toEqual([before.sent + 4, before.failed]);
  server.refuseNext(451);
  const [one] = asked;
  await reply(one?.conversationId ?? '', 'Shall I send a list?');
  await aMinuteLater(one?.conversationId ?? '');
  await vi.waitFor(async () => expect(await figure(failed)).toBe(before.failed + 1), patience);
  // Tried again in half a minute: it is late all the same.
  await vi.waitFor(async () => expect(await figure('letters_due{kind="reply"}')).toBe(2), patience);
  await database.replyMail.deleteMany({ where });
}, 60_000);

test('a mail server that takes a letter and says nothing holds up no gateway that stops', async () => {
  const { socket, conversationId } = await customer();
  socket.disconnect();
  await reply(conversationId, 'We do.');
  await stopGateways();
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const gateway = await startMailing(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  const connected = once(silent, 'connection') as Promise<[Socket]>;
  await aMinuteLater(conversationId);
  const [connection] = await connected;
  const startedMs = performance.now();
  await gateway.close();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  connection.destroy();
  silent.close();
  // Still to be sent, by whichever gateway is there then.
  expect(await pending(conversationId)).toBe(true);
  await startGateways();
}, 60_000);

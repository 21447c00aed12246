import { randomUUID } from 'node:crypto';
import { replyAsAgent } from '@frontdesk/database';
import type { LetterChoice, TeamSettingsView } from '@frontdesk/protocol';
import { beforeEach, expect, test, vi } from 'vitest';
import { useMailingGateways } from '../testing/mailing-gateways.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { headerOf, readableMail } from '../testing/test-mail-server.ts';
import { createTestSite, type TestSite } from '../testing/test-site.ts';
import { askFor } from '../testing/test-socket.ts';

const patience = { timeout: 20_000 };
const mailing = await useMailingGateways();
const { database, server, gateways, logged, startMailing } = mailing;
let site: TestSite;
let member: Awaited<ReturnType<typeof createTestMember>>;
let cookie: string;

beforeEach(async () => {
  server.mails.length = 0;
  site = await createTestSite(database);
  member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  cookie = await signInCookie(gateways[0], member);
});

/** A customer who has asked, and wants a person. */
async function customer(text: string) {
  const { socket, conversationId } = await mailing.customer(site, text);
  await askFor(socket, 'person:request', { conversationId });
  return conversationId;
}
/** Half a minute more: a look may have begun by the database's clock before this comes to its end. */
const elevenMinutesLater = (...conversationIds: string[]) =>
  database.conversation.updateMany({
    where: { id: { in: conversationIds } },
    data: { waitingSince: new Date(Date.now() - 11.5 * 60_000) },
  });
const letter = (siteId = site.id) =>
  database.waitingLetter.findUnique({ where: { userId_siteId: { userId: member.userId, siteId } } });
/** The time is over in which nothing is tried. */
const nextTry = () => database.waitingLetter.updateMany({ data: { nextAt: new Date() } });

test('a team that nobody of is there is told of all who wait by one letter, once, of two gateways', async () => {
  const one = await customer('Where is <b>my order</b>?');
  const other = await customer('Do you ship?');
  await elevenMinutesLater(one);
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  const [mail] = server.mails;
  if (!mail) throw new Error('no mail');
  expect(mail).toMatchObject({ from: 'chat@frontdesk.test', to: [member.email] });
  expect(headerOf(mail, 'Subject')).toBe('2 customers wait at Test shop');
  const text = readableMail(mail);
  expect(text).toContain('for 11 minutes');
  expect(text).toContain('Where is &lt;b&gt;my order&lt;/b&gt;?');
  for (const conversationId of [one, other])
    expect(text).toContain(`https://chat.example/admin?site=${site.id}&conversation=${conversationId}`);
  await vi.waitFor(async () => expect(await letter()).toMatchObject({ claimedUntil: null, attempts: 0 }), patience);
  expect((await letter())?.nextAt.getTime()).toBeGreaterThan(Date.now() + 14 * 60_000);
  // Looked at again.
  await nextTry();
  const third = await customer('Hello?');
  await elevenMinutesLater(third);
  await vi.waitFor(() => expect(server.mails).toHaveLength(2), patience);
  const second = server.mails[1] ? readableMail(server.mails[1]) : '';
  expect(second).toContain(third);
  expect(second).not.toContain(one);
}, 60_000);

test('a server that is busy is tried again, by whichever gateway is there then, without who was answered meanwhile', async () => {
  server.refuseNext(451);
  const [one, other] = [await customer('Hello?'), await customer('Is anybody there?')];
  await elevenMinutesLater(one, other);
  await vi.waitFor(async () => expect(await letter()).toMatchObject({ attempts: 1, claimedUntil: null }), patience);
  expect(server.mails).toEqual([]);
  expect(logged()).toContain(`"responseCode":451,"command":"RCPT TO","siteId":"${site.id}"`);
  expect(logged()).not.toContain(member.email);
  // Nobody has come by that: the other one is nobody's still.
  const agent = { id: member.userId, name: 'Ada' };
  const answered = { siteId: site.id, conversationId: one, agent };
  await replyAsAgent(database, { ...answered, clientMessageId: randomUUID(), text: 'Hello!' });
  await gateways[1].close();
  gateways[1] = await startMailing();
  await nextTry();
  await vi.waitFor(() => expect(server.mails).toHaveLength(1), patience);
  const text = server.mails[0] ? readableMail(server.mails[0]) : '';
  expect(text).toContain(other);
  expect(text).not.toContain(one);
}, 60_000);

test('whoever wants no letters gets none, and a site says whether there can be any', async () => {
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${gateways[0].url}/v1/admin/${path}`, {
      method,
      headers: { cookie, origin: gateways[0].url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const choice = async () => (await (await ask('GET', 'me/letters')).json()) as LetterChoice;
  expect(await choice()).toEqual({ wanted: true });
  expect((await ask('PUT', 'me/letters', { wanted: false })).status).toBe(204);
  expect(await choice()).toEqual({ wanted: false });
  expect((await ask('PUT', 'me/letters', {})).status).toBe(400);
  const team = (await (await ask('GET', `sites/${site.id}/team`)).json()) as TeamSettingsView;
  expect(team.mails).toBe(true);

  await elevenMinutesLater(await customer('Hello?'));
  const { userId, email } = await createTestMember(database, { siteId: site.id, role: 'agent' });
  await vi.waitFor(() => expect(server.mails.map(({ to }) => to)).toEqual([[email]]), patience);
  await vi.waitFor(async () => expect(await database.toldWait.count({ where: { userId } })).toBe(1), patience);
  expect(await letter()).toBeNull();
}, 60_000);

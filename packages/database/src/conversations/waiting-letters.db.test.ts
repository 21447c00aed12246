import { randomUUID } from 'node:crypto';
import { firstAccountEmail, type TeamSettings } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { assignConversation, blockVisitor, replyAsAgent, resolveConversation } from './conversation-steps.ts';
import { countTeamLetter } from './letter-limits.ts';
import { requestPerson } from './person-requests.ts';
import {
  claimWaitingLetter,
  countDueWaitingLetters,
  finishWaitingLetter,
  postponeWaitingLetter,
} from './waiting-letters.ts';

const database = useTestDatabase();

const minuteMs = 60_000;
const day = { siteLetters: 1_000 };
let siteId: string;
beforeEach(async () => {
  // A claim is of whichever site.
  await database.conversation.deleteMany();
  siteId = await newSite(database);
});

const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs);
async function newAgent(role: 'agent' | 'viewer' = 'agent', name = 'Ada') {
  const agent = { id: randomUUID(), name };
  const memberships = { create: { siteId, role } } as const;
  await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test`, memberships } });
  return agent;
}
/** A customer who has waited for so many minutes. */
async function wait(minutes: number, text?: string) {
  const visitorId = await createVisitor(database, siteId);
  const { conversationId } = await requestPerson(database, { siteId, visitorId }, undefined);
  if (text !== undefined)
    await database.message.create({ data: { siteId, conversationId, visitorId, role: 'visitor', text } });
  await waitsSince(conversationId, minutes);
  return conversationId;
}
const waitsSince = (conversationId: string, minutes: number) =>
  database.conversation.update({ where: { id: conversationId }, data: { waitingSince: ago(minutes) } });
const setTeam = (teamSettings: Partial<TeamSettings>) =>
  database.site.update({ where: { id: siteId }, data: { teamSettings } });
/** Sends all that is due: to whom, and of which conversations. */
async function sendAll(): Promise<Record<string, string[]>> {
  const sent: Record<string, string[]> = {};
  for (;;) {
    const letter = await claimWaitingLetter(database, day);
    if (!letter) return sent;
    expect([letter.siteId, letter.email]).toEqual([siteId, `${letter.userId}@frontdesk.test`]);
    expect(sent[letter.userId]).toBeUndefined();
    sent[letter.userId] = letter.waits.map(({ conversationId }) => conversationId);
    await finishWaitingLetter(database, letter);
  }
}
/** The quarter of an hour is over in which nobody has another letter. */
const aWhileLater = () => database.waitingLetter.updateMany({ data: { nextAt: ago(5) } });

it('tells all who answer of who has waited for ten minutes and of who waits beside them, once', async () => {
  const [ada, bob] = [await newAgent(), await newAgent()];
  await newAgent('viewer');
  const young = await wait(4);
  expect(await sendAll()).toEqual({});
  const old = await wait(11, 'Where is my order?');
  expect(await sendAll()).toEqual({ [ada.id]: [old, young], [bob.id]: [old, young] });
  await aWhileLater();
  await waitsSince(young, 4);
  expect(await sendAll()).toEqual({});
  // The same customer waits anew.
  await waitsSince(old, 12);
  expect(await sendAll()).toEqual({ [ada.id]: [old, young], [bob.id]: [old, young] });
});

it('tells nobody twice within a quarter of an hour: who waits then is in the next one', async () => {
  const ada = await newAgent();
  const told = await wait(11);
  await sendAll();
  const [second, third] = [await wait(15), await wait(12)];
  expect(await sendAll()).toEqual({});
  // Nor does that keep another one from theirs.
  const bob = await newAgent();
  expect(await sendAll()).toEqual({ [bob.id]: [second, third, told] });
  await aWhileLater();
  expect(await sendAll()).toEqual({ [ada.id]: [second, third] });
});

it('tells whose it is alone, when they have had it for so long; and the others once it is nobody’s', async () => {
  const [ada, bob] = [await newAgent(), await newAgent()];
  const conversationId = await wait(30);
  await assignConversation(database, { siteId, conversationId, agent: bob, assignee: ada });
  expect(await sendAll()).toEqual({});
  await database.conversation.update({ where: { id: conversationId }, data: { assignedAt: ago(11) } });
  expect(await sendAll()).toEqual({ [ada.id]: [conversationId] });
  await aWhileLater();
  await assignConversation(database, { siteId, conversationId, agent: bob, assignee: null });
  expect(await sendAll()).toEqual({ [bob.id]: [conversationId] });
});

it('tells nobody of who was answered, put aside or blocked, tries the bot, or has waited for ever', async () => {
  const ada = await newAgent();
  const change = (conversationId: string) => ({ siteId, conversationId, agent: ada });
  await replyAsAgent(database, { ...change(await wait(11)), clientMessageId: randomUUID(), text: 'Hello' });
  await resolveConversation(database, change(await wait(11)));
  await blockVisitor(database, { ...change(await wait(11)), blocked: true });
  await wait(26 * 60);
  const tried = await wait(11);
  await database.conversation.update({ where: { id: tried }, data: { sandbox: true } });
  expect(await sendAll()).toEqual({});
  await wait(11);
  await database.site.update({ where: { id: siteId }, data: { removedAt: new Date() } });
  expect(await sendAll()).toEqual({});
});

it('does as the site and each of the team wants it', async () => {
  const [ada, bob, cid] = [await newAgent(), await newAgent(), await newAgent()];
  const conversationId = await wait(40);
  await setTeam({ letterAfterMinutes: null });
  expect(await sendAll()).toEqual({});
  await setTeam({ letterAfterMinutes: 60 });
  expect(await sendAll()).toEqual({});
  await database.user.update({ where: { id: bob.id }, data: { waitingLetters: false } });
  await setTeam({ letterAfterMinutes: 30, members: [ada.id, bob.id] });
  expect(await sendAll()).toEqual({ [ada.id]: [conversationId] });
  await setTeam({ letterAfterMinutes: 30, members: null });
  expect(await sendAll()).toEqual({ [cid.id]: [conversationId] });
});

it('tells an owner of the installation, who is an owner everywhere', async () => {
  const { id } = await newAgent();
  await database.membership.deleteMany({ where: { userId: id } });
  await database.user.update({ where: { id }, data: { role: 'owner' } });
  const conversationId = await wait(11);
  expect(await sendAll()).toEqual({ [id]: [conversationId] });
  await database.user.delete({ where: { id } });
});

it('writes nothing to the first account’s made-up address', async () => {
  const { id } = await newAgent();
  await wait(11);
  await database.user.update({ where: { id }, data: { email: firstAccountEmail } });
  expect(await claimWaitingLetter(database, day)).toBeNull();
  await database.user.update({ where: { id }, data: { email: `${id}@frontdesk.test` } });
  expect(Object.keys(await sendAll())).toEqual([id]);
});

it('has who they are and what they wrote last of the first twenty', async () => {
  await newAgent();
  const text = 'w'.repeat(500);
  for (let place = 0; place < 22; place += 1) await wait(100 - place, text);
  const asked = await wait(101);
  const { visitorId } = await database.conversation.update({
    where: { id: asked },
    data: { contactEmail: 'ann@example.org', visitor: { update: { name: 'Ann' } } },
  });
  const letter = await claimWaitingLetter(database, day);
  expect(letter?.waits).toHaveLength(23);
  expect(letter?.waits[0]).toMatchObject({ visitorId, name: 'Ann', email: 'ann@example.org', words: '' });
  expect(letter?.waits[0]?.waitedMs).toBeCloseTo(101 * minuteMs, -4);
  expect(letter?.waits.map(({ words }) => words.length)).toEqual([0, ...Array(19).fill(400), 0, 0, 0]);
});

it('is one gateway’s, which may note nothing once it is another one’s', async () => {
  await newAgent();
  await wait(11);
  const both = await Promise.all([claimWaitingLetter(database, day), claimWaitingLetter(database, day)]);
  const [first] = both.filter((letter) => letter !== null);
  expect(both.filter((letter) => letter !== null)).toHaveLength(1);
  if (!first) throw new Error('one of them has it');
  await database.waitingLetter.updateMany({ data: { claimedUntil: ago(1) } });
  const second = await claimWaitingLetter(database, day);
  if (!second) throw new Error('the first is taken for dead');
  await finishWaitingLetter(database, first);
  await postponeWaitingLetter(database, first, 1);
  expect(await database.toldWait.count({ where: { siteId } })).toBe(0);
  await finishWaitingLetter(database, second);
  expect(await database.toldWait.count({ where: { siteId } })).toBe(1);
  expect(await claimWaitingLetter(database, day)).toBeNull();
});

it('counts its attempts while the same is tried, and begins anew where nobody waited any more', async () => {
  const ada = await newAgent();
  const conversationId = await wait(11);
  const attempt = async () => {
    const letter = await claimWaitingLetter(database, day);
    if (!letter) throw new Error('somebody waits');
    await postponeWaitingLetter(database, letter, -1_000);
    return letter.attempts;
  };
  expect([await attempt(), await attempt(), await attempt()]).toEqual([1, 2, 3]);
  await replyAsAgent(database, { siteId, conversationId, agent: ada, clientMessageId: randomUUID(), text: 'Hello' });
  expect(await claimWaitingLetter(database, day)).toBeNull();
  await database.waitingLetter.updateMany({ data: { nextAt: ago(15) } });
  await wait(11);
  expect(await attempt()).toBe(1);
});

it('is due from the time that the site says until it is sent, also while it could not be', async () => {
  await newAgent();
  await newAgent();
  await wait(4);
  const due = () => countDueWaitingLetters(database);
  expect(await due()).toBe(0);
  await wait(11);
  await wait(12);
  expect(await due()).toBe(2);
  const letter = await claimWaitingLetter(database, day);
  if (!letter) throw new Error('somebody waits');
  await postponeWaitingLetter(database, letter, 30_000);
  expect(await due()).toBe(2);
  await database.waitingLetter.updateMany({ data: { nextAt: ago(0) } });
  await sendAll();
  expect(await due()).toBe(0);
  // The next one waits for its turn.
  await wait(11);
  expect(await due()).toBe(0);
});

it('goes on with its attempts after a jam, and where a gateway broke off', async () => {
  await newAgent();
  const conversationId = await wait(60);
  const two = { siteLetters: 2 };
  const claim = async () => {
    const letter = await claimWaitingLetter(database, two);
    if (!letter) throw new Error('somebody waits');
    return letter;
  };
  const first = await claim();
  expect(first).toMatchObject({ attempts: 1, beyondLimit: false });
  await postponeWaitingLetter(database, first, -40 * minuteMs);
  expect(await claim()).toMatchObject({ attempts: 2, beyondLimit: false });
  await database.waitingLetter.updateMany({ data: { claimedUntil: ago(35) } });
  const third = await claim();
  expect(third).toMatchObject({ attempts: 3, beyondLimit: false });
  await finishWaitingLetter(database, third);
  // Another wait, and its first letter is broken off.
  await database.waitingLetter.updateMany({ data: { nextAt: ago(45) } });
  await waitsSince(conversationId, 30);
  expect(await claim()).toMatchObject({ attempts: 1, beyondLimit: false });
  await database.waitingLetter.updateMany({ data: { claimedUntil: ago(20) } });
  expect(await claim()).toMatchObject({ attempts: 2, beyondLimit: false });
});

it('sends none uncounted, where a gateway broke off before it said that there are no more', async () => {
  const ada = await newAgent();
  const breakOff = (minutes: number) => database.waitingLetter.updateMany({ data: { claimedUntil: ago(minutes) } });
  await wait(30);
  await countTeamLetter(database, siteId, 1);
  for (const minutes of [20, 15]) {
    const beyond = await claimWaitingLetter(database, { siteLetters: 1 });
    expect(beyond).toMatchObject({ attempts: 0, beyondLimit: true });
    await breakOff(minutes);
  }
  const counted = await claimWaitingLetter(database, { siteLetters: 2 });
  expect(counted).toMatchObject({ userId: ada.id, attempts: 1, beyondLimit: false });
  expect(await countTeamLetter(database, siteId, 2)).toBe(false);
});

it('counts a letter to the team once, however often it is tried, and says when there are no more', async () => {
  const [ada, bob] = [await newAgent(), await newAgent()];
  await wait(11);
  const one = { siteLetters: 1 };
  const first = await claimWaitingLetter(database, one);
  expect(first?.beyondLimit).toBe(false);
  if (first) await postponeWaitingLetter(database, first, -1_000);
  const letters = [await claimWaitingLetter(database, one), await claimWaitingLetter(database, one)];
  const beyond = letters.map((letter) => [letter?.userId === first?.userId, letter?.beyondLimit]);
  expect(beyond.toSorted()).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(new Set(letters.map((letter) => letter?.userId))).toEqual(new Set([ada.id, bob.id]));
});

it('keeps nothing of who waits no more, but until the next letter', async () => {
  const ada = await newAgent();
  const conversationId = await wait(11);
  await sendAll();
  await replyAsAgent(database, { siteId, conversationId, agent: ada, clientMessageId: randomUUID(), text: 'Hello' });
  await aWhileLater();
  const second = await wait(11);
  await sendAll();
  expect(await database.toldWait.findMany({ where: { siteId } })).toMatchObject([{ conversationId: second }]);
});

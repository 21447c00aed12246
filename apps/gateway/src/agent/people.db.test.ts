import { setTimeout as sleep } from 'node:timers/promises';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { PeopleThere, RequestedPerson } from '@frontdesk/protocol';
import { beforeEach, expect, test, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { askAgent, connectAgent } from '../testing/test-agent.ts';
import { type TestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';

const database = useTestDatabase();
const gateways = [await useTestGateway(), await useTestGateway()] as const;
let site: TestSite;
beforeEach(async () => {
  site = await createTestSite(database);
});

/** An open chat, and what it is told of who is there. */
async function openChat(gateway: TestGateway) {
  const socket = keep(await connectVisitor(gateway, site, await createTestVisitor(database, site.id)));
  const told: PeopleThere[] = [];
  socket.on('people:changed', (there) => void told.push(there));
  return { socket, told };
}
async function agentAt(gateway: TestGateway, role: 'agent' | 'viewer' = 'agent', idle = false) {
  const member = await createTestMember(database, { siteId: site.id, role });
  const cookie = await signInCookie(gateway, member);
  const socket = keep(await connectAgent(gateway, cookie, site.id, { idle }));
  return { socket, cookie, userId: member.userId };
}

test('an open chat is told when somebody comes, goes away and is back, at whatever gateway', async () => {
  const chat = await openChat(gateways[0]);
  expect(await askFor(chat.socket, 'person:available', {})).toEqual({ available: false, backAt: null });
  await agentAt(gateways[1], 'viewer');
  const ada = await agentAt(gateways[1]);
  await vi.waitFor(() => expect(chat.told.at(-1)).toEqual({ available: true, backAt: null }), 10_000);
  await askAgent(ada.socket, 'agent:away', { away: true });
  await vi.waitFor(() => expect(chat.told.at(-1)).toEqual({ available: false, backAt: null }), 10_000);
  await askAgent(ada.socket, 'agent:away', { away: false });
  await vi.waitFor(() => expect(chat.told.at(-1)).toEqual({ available: true, backAt: null }), 10_000);
});

test('who says at one site that they are back is given what waits at another, at whatever gateway it is open', async () => {
  const there = await createTestSite(database);
  const ada = await agentAt(gateways[1]);
  await database.membership.create({ data: { userId: ada.userId, siteId: there.id, role: 'agent' } });
  keep(await connectAgent(gateways[1], ada.cookie, there.id));
  await askAgent(ada.socket, 'agent:away', { away: true });
  const customer = keep(await connectVisitor(gateways[0], there, await createTestVisitor(database, there.id)));
  const { conversationId } = await askFor<RequestedPerson>(customer, 'person:request', {});
  await askAgent(ada.socket, 'agent:away', { away: false });
  const assigneeId = async () =>
    (await database.conversation.findUniqueOrThrow({ where: { id: conversationId } })).assigneeId;
  expect(await assigneeId()).toBeNull();
  await vi.waitFor(async () => expect(await assigneeId()).toBe(ada.userId), 25_000);
}, 60_000);

test('an inbox that nobody touches, and one that was closed, is soon nobody', async () => {
  const ada = await agentAt(gateways[0]);
  const seenAgoMs = async () => {
    const row = await database.agentPresence.findFirst({ where: { userId: ada.userId, siteId: site.id } });
    return row ? Date.now() - row.seenAt.getTime() : null;
  };
  await vi.waitFor(async () => expect(await seenAgoMs()).toBeLessThan(10_000), 10_000);
  await askAgent(ada.socket, 'agent:idle', { idle: true });
  expect(await seenAgoMs()).toBeGreaterThan(20_000);
  await askAgent(ada.socket, 'agent:idle', { idle: false });
  expect(await seenAgoMs()).toBeLessThan(10_000);
  ada.socket.disconnect();
  await vi.waitFor(async () => expect(await seenAgoMs()).toBeGreaterThan(20_000), 10_000);
});

test('a page that nobody touches as it connects, or that is none for customers, is nobody and is given nothing', async () => {
  const chat = await openChat(gateways[0]);
  const { conversationId } = await askFor<RequestedPerson>(chat.socket, 'person:request', {});
  const assigneeId = async () =>
    (await database.conversation.findUniqueOrThrow({ where: { id: conversationId } })).assigneeId;
  const ada = await agentAt(gateways[0], 'agent', true);
  await sleep(500);
  expect(await askFor(chat.socket, 'person:available', {})).toEqual({ available: false, backAt: null });
  expect(chat.told.some(({ available }) => available)).toBe(false);
  expect(await assigneeId()).toBeNull();
  await askAgent(ada.socket, 'agent:idle', { idle: false });
  await vi.waitFor(async () => expect(await assigneeId()).toBe(ada.userId), 10_000);
});

test('what waits is given to who looks in, and minutes after they have left to who is there then, as both are told', async () => {
  const chat = await openChat(gateways[0]);
  const { conversationId } = await askFor<RequestedPerson>(chat.socket, 'person:request', {});
  const olaf = await agentAt(gateways[0]);
  const isOf = async (userId: string) =>
    (await database.conversation.findUniqueOrThrow({ where: { id: conversationId } })).assigneeId === userId;
  await vi.waitFor(async () => expect(await isOf(olaf.userId)).toBe(true), 10_000);
  olaf.socket.disconnect();
  const ada = await agentAt(gateways[1]);
  const told: (string | undefined)[] = [];
  ada.socket.on('conversation:updated', (summary) => void told.push(summary.assignee?.id));
  await sleep(2_500);
  expect(await isOf(olaf.userId)).toBe(true);
  const minutesAgo = new Date(Date.now() - 6 * 60_000);
  await database.conversation.update({
    ...{ where: { id: conversationId }, data: { waitingSince: minutesAgo, assignedAt: minutesAgo } },
  });
  await database.agentPresence.updateMany({
    ...{ where: { userId: olaf.userId, siteId: site.id }, data: { seenAt: minutesAgo } },
  });
  await vi.waitFor(() => expect(told.at(-1)).toBe(ada.userId), 10_000);
  const log = await database.conversationEvent.findMany({ where: { conversationId }, orderBy: { seq: 'asc' } });
  expect(log.map(({ payload }) => (payload as { type: string }).type)).toEqual([
    ...['conversation:person-requested', 'conversation:assigned', 'conversation:released', 'conversation:assigned'],
  ]);
}, 60_000);

test('outside of their hours customers are told when people are back, unless somebody is there all the same', async () => {
  const never = Array.from({ length: 7 }, () => []);
  const hours = { timeZone: 'UTC', days: never };
  await database.site.update({ where: { id: site.id }, data: { teamSettings: { hours } } });
  const chat = await openChat(gateways[0]);
  expect(await askFor(chat.socket, 'person:available', {})).toEqual({ available: false, backAt: null });
  // One minute of the day after tomorrow.
  const opening = new Date(Date.now() + 2 * 86_400_000);
  opening.setUTCHours(12, 0, 0, 0);
  const days = never.with((opening.getUTCDay() + 6) % 7, [{ from: '12:00', to: '12:01' }] as never);
  await database.site.update({ where: { id: site.id }, data: { teamSettings: { hours: { ...hours, days } } } });
  const closed = { available: false, backAt: opening.toISOString() };
  expect(await askFor(chat.socket, 'person:available', {})).toEqual(closed);
  await vi.waitFor(() => expect(chat.told.at(-1)).toEqual(closed), 15_000);
  await agentAt(gateways[0]);
  await vi.waitFor(() => expect(chat.told.at(-1)).toEqual({ available: true, backAt: null }), 10_000);
});

test('on exceptional days people are not there either: they are back after them', async () => {
  const dayAt = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  // At every moment of a week; the test may run over midnight.
  const days = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]);
  const exceptions = { [dayAt(0)]: [], [dayAt(1)]: [], [dayAt(2)]: [{ from: '10:15', to: '12:00' }] };
  const teamSettings = { hours: { timeZone: 'UTC', days, exceptions } };
  const opening = `${dayAt(2)}T10:15:00.000Z`;
  await database.site.update({ where: { id: site.id }, data: { teamSettings } });
  const chat = await openChat(gateways[0]);
  expect(await askFor(chat.socket, 'person:available', {})).toEqual({ available: false, backAt: opening });
});

import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, Attention, PersonTyping } from '@frontdesk/protocol';
import { expect, test, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { createTestMember, signInCookie } from '../testing/test-admin.ts';
import { type AgentSocket, askAgent, connectAgent } from '../testing/test-agent.ts';
import { type TestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { ask, askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, 20_000);

const database = useTestDatabase();
const gateways = [await useTestGateway(), await useTestGateway()] as const;
const site = await createTestSite(database);

/** Somebody of the team, at one of the gateways, and what they are told of others. */
async function agentAt(gateway: TestGateway) {
  const member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const socket = keep(await connectAgent(gateway, await signInCookie(gateway, member), site.id));
  const told: Attention[] = [];
  socket.on('conversation:attention', (attention) => void told.push(attention));
  return { id: member.userId, socket, told };
}
async function customerAt(gateway: TestGateway) {
  const socket = keep(await connectVisitor(gateway, site, await createTestVisitor(database, site.id)));
  const { conversationId } = await askFor<AcceptedMessage>(socket, 'message:send', {
    ...{ clientMessageId: randomUUID(), text: 'Hello' },
  });
  const told: PersonTyping[] = [];
  socket.on('person:typing', (typing) => void told.push(typing));
  return { socket, conversationId, told };
}
const watch = (socket: AgentSocket, conversationId: string) =>
  askAgent(socket, 'conversation:watch', { conversationId });
const last = (told: Attention[]) => told.map(({ agent, doing }) => [agent?.id ?? 'customer', doing]).at(-1);

test('two agents on one conversation see each other, at different gateways too', async () => {
  const { conversationId } = await customerAt(gateways[0]);
  const ada = await agentAt(gateways[0]);
  const ben = await agentAt(gateways[1]);
  await watch(ada.socket, conversationId);
  await watch(ben.socket, conversationId);
  await eventually(() => expect(last(ada.told)).toEqual([ben.id, 'looking']));
  // Who was there before says so to who comes.
  await eventually(() => expect(last(ben.told)).toEqual([ada.id, 'looking']));

  await askAgent(ada.socket, 'conversation:typing', { conversationId, into: 'note' });
  await eventually(() => expect(last(ben.told)).toEqual([ada.id, 'noting']));
  ben.socket.disconnect();
  await eventually(() => expect(last(ada.told)).toEqual([ben.id, 'gone']));
  await askAgent(ada.socket, 'conversation:unwatch', { conversationId });
  // Nobody is told of themselves.
  expect(ada.told.every(({ agent }) => agent?.id === ben.id)).toBe(true);
});

test('who leaves while the conversation is still read is not told to look at it', async () => {
  const { conversationId } = await customerAt(gateways[0]);
  const [ada, ben, cem] = [await agentAt(gateways[0]), await agentAt(gateways[0]), await agentAt(gateways[0])];
  await watch(ben.socket, conversationId);
  const isThere = async () =>
    (await database.agentPresence.findFirst({
      where: { userId: ada.id, seenAt: { gt: new Date(Date.now() - 20_000) } },
    })) !== null;
  await eventually(async () => expect(await isThere()).toBe(true));
  await database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE generation_input IN ACCESS EXCLUSIVE MODE`;
      watch(ada.socket, conversationId).catch(() => {});
      await eventually(async () => {
        const [waiting] = await transaction.$queryRaw<unknown[]>`
          SELECT FROM pg_locks WHERE relation = 'generation_input'::regclass AND NOT granted`;
        expect(waiting).toBeDefined();
      });
      ada.socket.disconnect();
      await eventually(async () => expect(await isThere()).toBe(false));
    },
    { timeout: 30_000 },
  );
  await watch(cem.socket, conversationId);
  await askAgent(ben.socket, 'conversation:typing', { conversationId, into: 'note' });
  await eventually(() => expect(last(cem.told)).toEqual([ben.id, 'noting']));
  expect(cem.told.map(({ agent }) => agent?.id)).not.toContain(ada.id);
});

test('the customer and the agent see each other type; of notes and looks the customer is told nothing', async () => {
  const customer = await customerAt(gateways[1]);
  const { conversationId } = customer;
  const ada = await agentAt(gateways[0]);
  await watch(ada.socket, conversationId);
  const types = (socket: VisitorSocket, typing: boolean) =>
    askFor(socket, 'conversation:typing', { conversationId, typing });
  // The customer's gateway hears by a notice that somebody looks.
  await eventually(async () => {
    await types(customer.socket, false);
    await types(customer.socket, true);
    await vi.waitFor(() => expect(last(ada.told)).toEqual(['customer', 'typing']), 500);
  });
  await types(customer.socket, false);
  await eventually(() => expect(last(ada.told)).toEqual(['customer', 'gone']));

  await askAgent(ada.socket, 'conversation:typing', { conversationId, into: 'reply' });
  await eventually(() => expect(customer.told.at(-1)).toEqual({ conversationId, name: 'agent', typing: true }));
  await askAgent(ada.socket, 'conversation:typing', { conversationId, into: null });
  await eventually(() => expect(customer.told.at(-1)).toMatchObject({ typing: false }));
  expect(customer.told).toHaveLength(2);
});

test('nobody types in a conversation of somebody else', async () => {
  const { conversationId } = await customerAt(gateways[0]);
  const other = await customerAt(gateways[0]);
  expect(await ask(other.socket, 'conversation:typing', { conversationId, typing: true })).toMatchObject({
    error: { code: 'conversation_unknown' },
  });
});

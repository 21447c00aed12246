import { randomUUID } from 'node:crypto';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, OpenedConversation } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

// Notes come six times within it: on a busy machine some of them late.
const graceSeconds = 4;

const database = useTestDatabase();
const env = { VISITOR_GRACE_SECONDS: `${graceSeconds}` };
const gateways = [await useTestGateway(env), await useTestGateway(env)] as const;
const worker = useTestWorker(database);
const site = await createTestSite(database);

const ask = { text: 'Tell me everything' };
const stateOf = async (id: string) => (await database.generation.findUnique({ where: { id } }))?.state;
const patient = { timeout: 20_000 };

test('an answer goes on while its visitor has a socket at any gateway; without one it is stopped, and stays to be seen', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const asking = await connectVisitor(gateways[0], site, visitor);
  const { generationId } = await askFor<AcceptedMessage>(asking, 'message:send', {
    ...{ clientMessageId: randomUUID(), ...ask },
  });
  const answer = await worker.claim(generationId);
  await answer.say('It began');
  asking.disconnect();
  // It opens nothing: its chat shows another conversation, or a blank one.
  const back = await connectVisitor(gateways[1], site, visitor);
  await new Promise((resolve) => setTimeout(resolve, 1.5 * graceSeconds * 1_000));
  expect(await stateOf(generationId)).toBe('running');
  await answer.say(' long ago');
  back.disconnect();
  await expect.poll(() => stateOf(generationId), patient).toBe('cancelled');
  await expect(answer.say(' and')).rejects.toThrow('refused');
  const later = await connectVisitor(gateways[0], site, visitor);
  const { events } = await askFor<OpenedConversation>(later, 'conversation:open', {});
  expect(events.at(-1)).toMatchObject({
    ...{ type: 'generation:ended', state: 'cancelled', message: { text: 'It began long ago' } },
  });
  later.disconnect();
});

test('what waits is stopped as well; what was asked over HTTP is not', async () => {
  const [visitor, overHttp] = [await createTestVisitor(database, site.id), await createTestVisitor(database, site.id)];
  const socket = await connectVisitor(gateways[0], site, visitor);
  const { generationId } = await askFor<AcceptedMessage>(socket, 'message:send', {
    ...{ clientMessageId: randomUUID(), ...ask },
  });
  const http = await acceptMessage(database, { siteId: site.id, visitorId: overHttp.id, ...ask });
  socket.disconnect();
  await expect.poll(() => stateOf(generationId), patient).toBe('cancelled');
  expect(await stateOf(http.generationId)).toBe('queued');
});

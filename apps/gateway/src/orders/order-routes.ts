import { randomUUID } from 'node:crypto';
import { orderNumberIn } from '@frontdesk/answers';
import {
  type Database,
  readOrderLookUp,
  readOrderServer,
  removeOrderLookUp,
  setOrderLookUp,
} from '@frontdesk/database';
import {
  CodedError,
  type MadeOrderLookUp,
  type OrderLookUpView,
  type OrderTest,
  orderLookUpBody,
  orderTestBody,
} from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import { type Asking, askOrderServer } from './ask-order-server.ts';

const path = '/v1/admin/sites/:siteId/order-look-up';

/** Which server of its own a site has asked about customers' orders. */
export function serveOrderLookUp(app: FastifyInstance, { database, ...asking }: Asking & { database: Database }): void {
  app.get(
    path,
    needs('keys.manage'),
    async (request): Promise<OrderLookUpView> => ({
      settings: await readOrderLookUp(database, siteOf(request).siteId),
    }),
  );

  app.put(path, needs('keys.manage'), async (request, reply): Promise<MadeOrderLookUp> => {
    const settings = parseRequest(orderLookUpBody, request.body);
    const { siteId } = siteOf(request);
    const secret = asking.orderSecrets.make();
    const sealed = asking.orderSecrets.seal(secret, siteId);
    const isNew = await setOrderLookUp(database, actorOf(request), { siteId, settings, sealed });
    reply.code(isNew ? 201 : 200);
    return { secret: isNew ? secret : null };
  });

  app.delete(path, needs('keys.manage'), async (request, reply) => {
    await removeOrderLookUp(database, actorOf(request), siteOf(request).siteId);
    return reply.code(204).send();
  });

  app.post(`${path}/test`, needs('keys.manage'), async (request): Promise<OrderTest> => {
    const { number, email } = parseRequest(orderTestBody, request.body);
    const { siteId } = siteOf(request);
    const server = await readOrderServer(database, { siteId });
    if (!server) throw new CodedError('not_found', { message: 'This site asks nobody about orders.' });
    const sinceMs = performance.now();
    const { answer, error } = await askOrderServer(asking, server, {
      id: `test_${randomUUID()}`,
      data: {
        // As a customer's would be found, and else as it was typed.
        number: orderNumberIn(number, server.examples) ?? number.toUpperCase(),
        ...{ siteId, email: server.asksEmail ? email : null, customerId: null },
        language: server.languages[0] ?? 'en',
      },
    });
    const text = answer.outcome === 'found' ? answer.text : null;
    return { outcome: answer.outcome, text, error, tookMs: Math.round(performance.now() - sinceMs) };
  });
}

import { createLogger } from '@frontdesk/telemetry';
import { expect, test, vi } from 'vitest';
import { createGatewayMetrics } from '../metrics.ts';
import { createOrderAnswers } from './order-answers.ts';
import { createOrderSecrets } from './order-secrets.ts';

const query = vi.fn(() => Promise.reject(new Error('the store is away')));
const logger = createLogger({
  name: 'test',
  level: 'error',
  format: 'json',
  destination: { write: () => true } as never,
});
const errors = vi.spyOn(logger, 'error');
const orders = createOrderAnswers({
  database: { $queryRaw: query, generation: { updateMany: query, findUnique: query } } as never,
  ...{ orderSecrets: createOrderSecrets('s'.repeat(32)), privateHosts: [], metrics: createGatewayMetrics(), logger },
  limits: { orderLookUp: async () => {} },
});
const message = { siteId: 'shop', visitorId: 'ada', conversationId: 'c', address: 'a' };

test.each(['Do you ship to Spain?', 'Hello', 'Danke!', 'Can I bring my dog?'])('"%s" costs no query', async (text) => {
  query.mockClear();
  expect(await orders.planOf(message, text)).toBeNull();
  expect(query).not.toHaveBeenCalled();
});

test('nor does anything with a caller’s own system text', async () => {
  query.mockClear();
  expect(await orders.planOf({ ...message, systemText: 'You translate.' }, 'Where is my order FE-1?')).toBeNull();
  expect(query).not.toHaveBeenCalled();
});

test('where the store can’t say, nothing is looked up and nothing that is kept is said; it does not throw', async () => {
  errors.mockClear();
  expect(await orders.planOf(message, 'Where is my order FE-10424?')).toEqual({ lookUp: null });
  expect(await orders.lookUpOf('generation')).toBeNull();
  const server = {
    ...{ url: 'http://127.0.0.1:9/', sealed: new Uint8Array(), examples: [], asksEmail: false, languages: ['en'] },
    ...{ answerMode: 'quote' as const, customerId: null },
  };
  await orders.answer(
    { siteId: 'shop', server, number: 'FE-10424', email: null, language: 'en', address: null },
    'generation',
  );
  expect(errors).toHaveBeenCalledTimes(3);
});

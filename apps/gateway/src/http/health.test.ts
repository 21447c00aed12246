import { createDatabase } from '@frontdesk/database';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { createGatewayMetrics } from '../metrics.ts';
import { serveHealth } from './health.ts';

test('while the database is away a gateway still shows what it knows by itself', async () => {
  const database = createDatabase({ url: 'postgresql://nobody@127.0.0.1:1/away' });
  const metrics = createGatewayMetrics();
  metrics.messages.inc({ channel: 'widget' });
  metrics.workersReady.set(3);
  const app = fastify();
  serveHealth(app, { database, metrics, state: () => ({ listening: true, stopping: false }) });
  const { statusCode, body } = await app.inject('/metrics');
  await app.close();
  await database.$disconnect();
  expect(statusCode).toBe(200);
  expect(body).toContain('frontdesk_gateway_messages_total{channel="widget"} 1\n');
  for (const unknown of ['num_requests_waiting', 'num_requests_running', 'workers_ready'])
    expect(body).toMatch(new RegExp(`^frontdesk_gateway_${unknown} NaN$`, 'im'));
});

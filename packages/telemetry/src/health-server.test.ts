import { afterEach, expect, it } from 'vitest';
import { openHealthServer } from './health-server.ts';

let server: Awaited<ReturnType<typeof openHealthServer>>;
afterEach(() => server.close());

it('says whether the process lives, whether it works, and what it counts', async () => {
  let ready = false;
  server = await openHealthServer({
    host: '127.0.0.1',
    port: 0,
    isReady: () => ready,
    metrics: { contentType: 'text/plain', expose: async () => 'frontdesk_worker_num_requests_running 0' },
    onError: (error) => {
      throw error;
    },
  });
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(503);
  ready = true;
  expect((await get('/readyz')).status).toBe(200);
  expect(await (await get('/metrics')).text()).toBe('frontdesk_worker_num_requests_running 0');
  expect((await get('/')).status).toBe(404);
  expect((await get('/healthz', 'POST')).status).toBe(404);
});

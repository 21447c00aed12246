import { useTestDatabase } from '@frontdesk/database/testing';
import { describe, expect, test } from 'vitest';
import { startTestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const site = await createTestSite(database);

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers });
const frame = (site: string, origin: string) =>
  get(`/frame?site=${encodeURIComponent(site)}&origin=${encodeURIComponent(origin)}`);

test('any page may fetch the loader, which is kept for minutes only', async () => {
  const response = await get('/widget.js');
  expect(await response.text()).toBe('void 0;');
  expect(response.headers.get('content-type')).toContain('text/javascript');
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(response.headers.get('cache-control')).toContain('max-age=300');
  const again = await get('/widget.js', { 'if-none-match': response.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('assets, whose names hold their hash, are kept for ever', async () => {
  const response = await get('/frame/assets/frame-1234.js');
  expect(await response.text()).toBe('void 1;');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

test.each(['/frame/assets/nothing.js', '/frame/assets/../frame.html', '/frame/assets/..%2f..%2fpackage.json'])(
  '%s is not there',
  async (path) => {
    expect((await get(path)).status).toBeGreaterThanOrEqual(400);
  },
);

describe('the frame’s page', () => {
  test('of a site that is gone shows no error where a page frames it, and has the loader ask anew', async () => {
    const response = await get('/frame?site=nobody', { 'sec-fetch-dest': 'iframe' });
    expect(response.status).toBe(404);
    const page = await response.text();
    expect(page).toContain("type: 'ticket-wanted'");
    // To the page that it was made for.
    expect(page).not.toContain("'*'");
  });

  test('is shown by the pages of its site only, and runs nothing but its own files', async () => {
    const response = await frame(site.key, site.origin);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors 'self' ${site.origin} http://localhost:*`);
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    const { host } = new URL(gateway.url);
    expect(policy).toContain(`connect-src 'self' ws://${host} wss://${host};`);
  });

  test('is refused to a foreign origin and for an unknown site', async () => {
    expect((await frame(site.key, 'https://evil.example')).status).toBe(403);
    expect((await frame('nobody', site.origin)).status).toBe(404);
    expect((await get('/frame')).status).toBe(404);
  });
});

test('whoever asks for pages of ever so many sites that are none has the store asked so often, and no more', async () => {
  const strict = await startTestGateway({ ADDRESS_MINTS_PER_MINUTE: '1', TRUST_PROXY: '1' });
  const status = async (key: string, address = '192.0.2.1') => {
    const path = `/frame?site=${key}&origin=${encodeURIComponent(site.origin)}`;
    return (await fetch(`${strict.url}${path}`, { headers: { 'x-forwarded-for': address } })).status;
  };
  try {
    expect(await status(site.key)).toBe(200);
    const asked = await Promise.all(Array.from({ length: 12 }, (_, place) => status(`nobody-${place}`)));
    expect(asked.toSorted()).toEqual([...Array(9).fill(404), ...Array(3).fill(429)]);
    expect(await status(site.key)).toBe(200);
    expect(await status('nobody-99', '198.51.100.1')).toBe(404);
  } finally {
    await strict.close();
  }
});

test('health, readiness and figures', async () => {
  expect((await get('/healthz')).status).toBe(200);
  const ready = await get('/readyz');
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ ready: true, database: true, notices: true, workersReady: 0 });
  const figures = await (await get('/metrics')).text();
  expect(figures).toContain('frontdesk_gateway_time_to_first_token_seconds_bucket{le="2"}');
  expect(figures).toContain('frontdesk_gateway_num_requests_waiting 0');
});

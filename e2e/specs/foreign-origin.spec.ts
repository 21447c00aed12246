import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../browser/test.ts';

test('a page of a foreign origin gets no chat, and works as if nothing were there', async ({ page, stack }) => {
  const html = `<!doctype html><title>Another shop</title><h1>Another shop</h1>
    <script async src="${stack.url}/widget.js" data-site="demo"></script>`;
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const failures: Error[] = [];
    page.on('pageerror', (error) => failures.push(error));
    // For the owner of the page, who may have forgotten to have the origin allowed.
    const refused = page.waitForEvent('console', (line) => line.text().includes('origin_refused'));
    await page.goto(`http://shop.localhost:${(server.address() as AddressInfo).port}/`);
    await refused;
    await expect(page.getByRole('heading', { name: 'Another shop' })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(failures).toEqual([]);
  } finally {
    server.close();
  }
});

test('the frame is for pages of the site alone', async ({ request, stack }) => {
  const frameFor = (origin: string) => request.get(`${stack.url}/frame?site=demo&origin=${encodeURIComponent(origin)}`);
  expect((await frameFor('https://evil.example')).status()).toBe(403);
  const allowed = await frameFor('http://localhost:1234');
  expect(allowed.status()).toBe(200);
  expect(allowed.headers()['content-security-policy']).toMatch(/frame-ancestors 'self' http:\/\/localhost:\*/);
});

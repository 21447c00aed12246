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
    const refused = page.waitForResponse(
      (response) => response.url().endsWith('/v1/tickets') && response.status() === 403,
    );
    await page.goto(`http://shop.localhost:${(server.address() as AddressInfo).port}/`);
    await refused;
    await expect(page.getByRole('heading', { name: 'Another shop' })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(failures).toEqual([]);
  } finally {
    server.close();
  }
});

test('the frame refuses to be shown by a foreign page', async ({ request, stack }) => {
  const response = await request.get(`${stack.url}/frame?site=demo&origin=https%3A%2F%2Fevil.example`);
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/frame-ancestors [^;]*localhost/);
  expect(policy).not.toContain('evil.example');
});

// The shop's own server is asked about an order, and what it says is said.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openWidget } from '../browser/chat.ts';
import { openAdminFor } from '../browser/open-admin-for.ts';
import { test as base, expect } from '../browser/test.ts';

interface Asked {
  number: string;
  email: string | null;
}

/** A shop's server that knows one order, and what it was asked. */
const test = base.extend<{ server: { url: string; asked: Asked[] } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
  server: async ({}, use) => {
    const asked: Asked[] = [];
    const server = createServer(async (request, response) => {
      const chunks = await request.toArray();
      const { number, email } = JSON.parse(Buffer.concat(chunks).toString()).data;
      asked.push({ number, email });
      if (!request.headers['webhook-signature'] || number !== 'FE-20931') response.writeHead(404).end('{}');
      else response.end(JSON.stringify({ text: 'Your order FE-20931 left us on 3 March and comes with DHL.' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, asked });
    server.closeAllConnections();
    server.close();
  },
});

test('a customer who asks where their order is, is asked for its number and told what the shop’s server knows', async ({
  adminPage,
  browser,
  demoUrl,
  stack,
  server,
}) => {
  await openAdminFor(adminPage, `${stack.url}/admin/settings/orders`);
  await adminPage.getByLabel('Address', { exact: true }).fill(server.url);
  await adminPage.getByLabel('What do your order numbers look like?').fill('FE-10423');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByText(/whsec_/)).toBeVisible();
  await adminPage.getByLabel('Order number', { exact: true }).fill('FE-20931');
  await adminPage.getByRole('button', { name: 'Try it' }).click();
  await expect(adminPage.getByText('comes with DHL')).toBeVisible();

  const page = await (await browser.newContext()).newPage();
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  await chat.ask('Where is my order?');
  await chat.finished();
  await expect(chat.newestAnswer).toHaveText('I can look that up. What is your order number?');
  await chat.ask('its fe 20932');
  await chat.finished();
  await expect(chat.newestAnswer).toContainText("I can't find an order with that number");
  await chat.ask('sorry, 20931');
  await chat.finished();
  await expect(chat.newestAnswer).toHaveText('Your order FE-20931 left us on 3 March and comes with DHL.');
  expect(server.asked.map(({ number }) => number)).toEqual(['FE-20931', 'FE-20932', 'FE-20931']);

  await adminPage.getByRole('button', { name: 'Remove…' }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(adminPage.getByText('No server yet')).toBeVisible();
  await chat.ask('and where is it now? FE-20931');
  await chat.finished();
  expect(server.asked).toHaveLength(3);
});

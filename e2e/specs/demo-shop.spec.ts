import { chatIn, openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('a question about a plant stands in the field, for the customer to send, and takes nothing from what they wrote', async ({
  page,
  demoUrl,
}) => {
  await page.goto(demoUrl);
  await page.getByRole('button', { name: 'Ask about this plant: Column cactus' }).click();
  const chat = chatIn(page.frameLocator('iframe[title*="chat" i]'));
  await expect(chat.composer).toHaveValue('How often does the column cactus need water?');
  await chat.composer.press('Enter');
  await expect(chat.log).toContainText('How often does the column cactus need water?');
  await expect(chat.composer).toHaveValue('');

  await chat.composer.fill('And in summer?');
  await page.getByRole('button', { name: 'Ask about this pot: Terracotta pot' }).click();
  await expect(chat.composer).toHaveValue('And in summer?');
});

test('a customer who signs in to the shop is known to the team, and forgotten in the browser after signing out', async ({
  page,
  demoUrl,
  adminPage,
}) => {
  await page.goto(demoUrl);
  const named = page.waitForResponse((response) => response.url().endsWith('/demo/account/token'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect((await named).status()).toBe(200);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const chat = await openWidget(page);
  await chat.ask('Do you ship to Hawaii?');
  await chat.finished();
  await expect(adminPage.getByText('Robin Ellis').first()).toBeVisible();

  // A reload knows them still.
  await page.reload();
  const again = await openWidget(page);
  await expect(again.log).toContainText('Do you ship to Hawaii?');
  // The button is behind the chat.
  await again.composer.press('Escape');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await openWidget(page);
  await again.read();
  await expect(again.log).not.toContainText('Do you ship to Hawaii?');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const anonymous = await openWidget(page);
  await anonymous.read();
  await expect(anonymous.log).not.toContainText('Do you ship to Hawaii?');
});

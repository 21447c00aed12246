import type { Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { recordNotified } from '../browser/notified.ts';
import { expect, test } from '../browser/test.ts';

async function choose(page: Page, choice: { desktop: boolean; sound: boolean }): Promise<void> {
  await page.getByRole('button', { name: 'Notifications' }).click();
  await page.getByRole('checkbox', { name: 'Desktop notifications' }).setChecked(choice.desktop);
  await page.getByRole('checkbox', { name: 'Sound' }).setChecked(choice.sound);
  await page.keyboard.press('Escape');
}

test('an agent hears of who waits and of what is written to them, once, and of nothing that they do or look at', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  const heard = await recordNotified(adminPage);
  await adminPage.goto(`${stack.url}/admin`);
  await expect(adminPage.getByRole('button', { name: 'Here' })).toBeVisible();
  await choose(adminPage, { desktop: true, sound: true });
  // Switched on, it is heard.
  const tone = 2;
  await expect.poll(heard.notes).toBe(tone);

  // Before one's eyes a sound is enough.
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
  await expect.poll(heard.notes).toBe(2 * tone);
  expect(await heard.notified()).toEqual([]);

  // What comes closer together makes one sound.
  await page.waitForTimeout(600);
  // In another tab one message is one notification, whatever the assistant says to it.
  await heard.hide(true);
  await chat.composer.fill('My fern is brown');
  await chat.composer.press('Enter');
  await chat.finished();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const row = adminPage.locator(`a[href*="${conversationId}"]`);
  await expect(row).toContainText('AI: ');
  const { visitorId } = await store.newestVisitor();
  const title = `Visitor ${visitorId.slice(-4)} wrote to you`;
  const told = [{ title, body: 'My fern is brown' }];
  // A tab in the background lets others come first for a moment.
  await expect.poll(heard.notified).toEqual(told);
  expect(await heard.notes()).toBe(3 * tone);

  // It leads there; what one says oneself is no news.
  await heard.press();
  await adminPage.waitForURL((url) => url.searchParams.get('conversation') === conversationId);
  await adminPage.getByRole('textbox', { name: 'Reply' }).fill('Water it.');
  await adminPage.getByRole('textbox', { name: 'Reply' }).press('Control+Enter');
  await expect(chat.log.locator('[data-role="agent"]')).toContainText('Water it.');
  await expect(row).toContainText('Team: Water it.');
  expect(await heard.notified()).toEqual(told);

  // Nor is what stands open before one.
  await heard.hide(false);
  await chat.composer.fill('How much?');
  await chat.composer.press('Enter');
  await expect(adminPage.getByRole('log')).toContainText('How much?');
  await expect(row).toContainText('How much?');
  expect(await heard.notified()).toEqual(told);
  expect(await heard.notes()).toBe(3 * tone);

  // The same, open in a tab that nobody sees.
  await heard.hide(true);
  await chat.composer.fill('And how often?');
  await chat.composer.press('Enter');
  await expect.poll(heard.notified).toEqual([...told, { title, body: 'And how often?' }]);
  expect(await heard.notes()).toBe(4 * tone);

  // The choice is kept on this device; switched off, nothing is told.
  await adminPage.reload();
  await choose(adminPage, { desktop: false, sound: false });
  await adminPage.reload();
  await adminPage.getByRole('button', { name: 'Notifications' }).click();
  await expect(adminPage.getByRole('checkbox', { name: 'Desktop notifications' })).not.toBeChecked();
  await expect(adminPage.getByRole('checkbox', { name: 'Sound' })).not.toBeChecked();
  await heard.hide(true);
  await chat.composer.fill('Are you there?');
  await chat.composer.press('Enter');
  await expect(row).toContainText('Are you there?');
  expect(await heard.notified()).toEqual([]);
  expect(await heard.notes()).toBe(0);
  await adminPage.getByRole('button', { name: 'Resolve', exact: true }).click();
});

test('a browser that allows no notifications says so, and switches nothing on', async ({ stack, adminPage }) => {
  await adminPage.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
    Notification.requestPermission = async () => 'denied';
  });
  await adminPage.goto(`${stack.url}/admin`);
  await adminPage.getByRole('button', { name: 'Notifications' }).click();
  await adminPage.getByRole('checkbox', { name: 'Desktop notifications' }).click();
  await expect(adminPage.getByText('Your browser does not allow them')).toBeVisible();
  await expect(adminPage.getByRole('checkbox', { name: 'Desktop notifications' })).not.toBeChecked();
});

import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('an agent finds who waits, sees whose it is and how an answer came about, and replies with a canned reply', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('How can I send a plant back to you that I do not like?');
  await chat.finished();
  await chat.ask('I want to talk to a person');
  await chat.finished();
  await store.nameNewestVisitor('Ann Baker');
  const { siteId } = await store.newestVisitor();

  await adminPage.goto(`${stack.url}/admin/settings/replies?site=${siteId}`);
  await adminPage.getByRole('button', { name: 'Add a reply' }).first().click();
  await adminPage.getByRole('textbox', { name: 'Shortcut' }).fill('on-it');
  await adminPage.getByRole('textbox', { name: 'Text' }).fill('Hello {name}, <b>I am on it</b>.');
  await adminPage.getByRole('button', { name: 'Save reply' }).click();
  await expect(adminPage.getByText('/on-it')).toBeVisible();

  await adminPage.goto(`${stack.url}/admin?site=${siteId}`);
  await adminPage.getByRole('combobox', { name: 'Sort by' }).selectOption('Waiting longest');
  await adminPage.getByRole('button', { name: 'Filter' }).click();
  await adminPage.getByRole('checkbox', { name: 'Unread only' }).check();
  await adminPage.getByRole('button', { name: /^Want a person.* unread$/ }).click();
  const row = adminPage.getByRole('link', { name: /Ann Baker/ });
  await expect(row).toHaveAttribute('data-unread', 'true');
  await row.click();
  await expect(row).not.toHaveAttribute('data-unread');

  // On a phone most of the screen is the conversation's, until something is written.
  const desk = adminPage.viewportSize() ?? { width: 1280, height: 720 };
  await adminPage.setViewportSize({ width: 360, height: 740 });
  await expect
    .poll(() => adminPage.getByRole('log').evaluate(({ clientHeight }) => clientHeight))
    .toBeGreaterThanOrEqual(400);
  await expect(adminPage.getByRole('combobox', { name: 'Snooze' })).toBeHidden();
  await adminPage.getByRole('button', { name: 'More to do' }).click();
  await expect(adminPage.getByRole('combobox', { name: 'Snooze' })).toBeVisible();
  // It stays open for the next change.
  for (const tag of ['returns', 'plants']) {
    await adminPage.getByRole('combobox', { name: 'Add a tag' }).fill(tag);
    await adminPage.keyboard.press('Enter');
    await expect(adminPage.getByRole('list', { name: 'Tags' })).toContainText(tag);
  }
  await expect(adminPage.getByRole('combobox', { name: 'Snooze' })).toBeVisible();
  await adminPage.keyboard.press('Escape');
  await adminPage.getByRole('textbox', { name: 'Reply' }).focus();
  await expect(adminPage.getByRole('button', { name: 'Send' })).toBeVisible();
  await adminPage.setViewportSize(desk);

  const context = adminPage.getByRole('complementary', { name: 'Customer and receipt' });
  await expect(context).toContainText('Ann Baker');
  await expect(context).toContainText('Not identified');
  await adminPage
    .getByRole('log')
    .getByRole('button', { name: /^Receipt/ })
    .first()
    .click();
  const receipt = context.getByRole('region', { name: 'Answer receipt' });
  await expect(receipt.getByRole('list', { name: 'Where the time went' })).toContainText('Prefill');
  await expect(receipt).toContainText('System prompt');
  await expect(receipt.getByRole('list', { name: 'Passages found' })).toContainText('likely to answer');

  const field = adminPage.getByRole('textbox', { name: 'Reply' });
  await field.pressSequentially('/on');
  await expect(adminPage.getByRole('option', { name: /on-it/ })).toHaveAttribute('aria-selected', 'true');
  await field.press('Enter');
  await expect(field).toHaveValue('Hello Ann Baker, <b>I am on it</b>.');
  await field.press('Control+Enter');
  await expect(chat.log.locator('[data-role="agent"]')).toContainText('Hello Ann Baker, <b>I am on it</b>.');

  // It stays read, and is unread again once the customer has written.
  await adminPage.goto(`${stack.url}/admin?site=${siteId}`);
  // What was listed is listed still.
  await expect(adminPage.getByRole('button', { name: /^Want a person/ })).toHaveAttribute('aria-pressed', 'true');
  await adminPage.getByRole('button', { name: 'Filter' }).click();
  await adminPage.getByRole('checkbox', { name: 'Unread only' }).uncheck();
  await adminPage.getByRole('button', { name: /^All/ }).click();
  await expect(row).not.toHaveAttribute('data-unread');
  await chat.composer.fill('Thank you! When?');
  await chat.composer.press('Enter');
  await expect(row).toHaveAttribute('data-unread', 'true');
});

test('the inbox is no taller than the window, however long its thread is', async ({
  page,
  stack,
  store,
  adminPage,
}) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  const questions = ['How do I return an item?', 'Do you ship abroad?', 'Which plant is good for a dark hallway?'];
  for (const question of [...questions, ...questions]) {
    await chat.ask(question);
    await chat.finished();
  }
  const { siteId } = await store.newestVisitor();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  await adminPage.setViewportSize({ width: 1366, height: 680 });
  await adminPage.goto(`${stack.url}/admin?site=${siteId}&conversation=${conversationId}`);
  await expect(adminPage.getByRole('log').getByRole('button', { name: /^Receipt/ })).toHaveCount(questions.length * 2);
  const log = adminPage.getByRole('log');
  expect(await log.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeGreaterThan(100);
  await adminPage.getByRole('textbox', { name: 'Reply' }).focus();
  const { beyond, scrolled } = await adminPage.evaluate(() => ({
    beyond: document.documentElement.scrollHeight - window.innerHeight,
    scrolled: window.scrollY,
  }));
  expect({ beyond, scrolled }).toEqual({ beyond: 0, scrolled: 0 });
});

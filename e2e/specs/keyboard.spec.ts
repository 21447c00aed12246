import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test('an agent does a whole piece of work by keyboard alone', async ({ page, stack, store, adminPage }) => {
  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await chat.ask('How can I send a plant back to you that I do not like?');
  await chat.finished();
  const { siteId } = await store.newestVisitor();
  await adminPage.goto(`${stack.url}/admin?site=${siteId}`);
  const { keyboard } = adminPage;
  const inbox = adminPage.getByRole('navigation', { name: 'Conversations' });
  const log = adminPage.getByRole('log', { name: 'Messages' });
  const did = adminPage.getByRole('status').filter({ has: adminPage.getByRole('button', { name: 'Undo' }) });
  const button = (name: string) => adminPage.getByRole('button', { name, exact: true });
  await expect(inbox.getByRole('link').first()).toBeVisible();

  // What the keys are; they do nothing behind it.
  await keyboard.press('?');
  const help = adminPage.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('Hand back to the assistant');
  await keyboard.press('j');
  await keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  // Views, and the newest conversation.
  await keyboard.press('6');
  await expect(button('Snoozed')).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('1');
  // Also before the list is there.
  await keyboard.press('j');
  await expect(inbox.getByRole('button', { name: /^All/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(log).toContainText('send a plant back');

  // The answer: letters are letters while one types.
  await keyboard.press('t');
  await expect(chat.log.locator('[data-turn="taken-over"]')).toBeVisible();
  await keyboard.press('r');
  await keyboard.type('best to abort / undo, n? ');
  await expect(adminPage.getByRole('textbox', { name: 'Reply' })).toHaveValue('best to abort / undo, n? ');
  // It waits where it was begun, also through a reload.
  await keyboard.press('Escape');
  await keyboard.press('u');
  await expect(log).toHaveCount(0);
  await expect(inbox.getByRole('link').first()).toContainText('Draft');
  await adminPage.reload();
  await expect(inbox.getByRole('link').first()).toContainText('Draft');
  await keyboard.press('j');
  await expect(log).toContainText('send a plant back');
  await keyboard.press('r');
  await keyboard.type('Send it back within 30 days.');
  await keyboard.press('Control+Enter');
  await expect(chat.log.locator('[data-role="agent"]')).toContainText(
    'best to abort / undo, n? Send it back within 30 days.',
  );
  await expect(adminPage.getByRole('textbox', { name: 'Reply' })).toHaveValue('');
  await keyboard.press('Escape');
  await keyboard.press('n');
  await keyboard.type('Knows ferns.');
  await keyboard.press('Control+Enter');
  await expect(log.locator('[data-role="note"]')).toContainText('Knows ferns.');
  await expect(adminPage.locator('[data-pending]')).toHaveCount(0);
  await keyboard.press('Escape');

  // A tag, there and gone and there again.
  await keyboard.press('g');
  await keyboard.type('returned');
  await keyboard.press('Enter');
  const tags = adminPage.getByRole('list', { name: 'Tags' });
  await expect(tags).toContainText('returned');
  await keyboard.press('Escape');
  await button('Remove the tag returned').press('Enter');
  await expect(did).toContainText('Removed the tag returned.');
  await keyboard.press('z');
  await expect(tags).toContainText('returned');

  // Whose it is.
  await keyboard.press('a');
  const assigned = adminPage.getByRole('combobox', { name: 'Assigned to' });
  await expect(assigned).toBeFocused();
  await keyboard.press('Home');
  await keyboard.press('Enter');
  await expect(assigned).toHaveValue('');
  await expect(did).toContainText('Nobody’s now.');
  await keyboard.press('z');
  await expect(assigned).not.toHaveValue('');
  await expect(did).toHaveCount(0);

  // Later, and back.
  await keyboard.press('s');
  await expect(adminPage.getByRole('combobox', { name: 'Snooze' })).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(did).toContainText('Snoozed.');
  await keyboard.press('z');
  await expect(button('Hand back')).toBeVisible();
  await keyboard.press('x');
  await expect(button('Blocked')).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('z');
  await expect(button('Block')).toHaveAttribute('aria-pressed', 'false');

  // To the assistant and back, done, and open again.
  await keyboard.press('b');
  await expect(did).toContainText('Handed back.');
  await keyboard.press('z');
  await expect(button('Hand back')).toBeVisible();
  await expect(assigned).not.toHaveValue('');
  await keyboard.press('e');
  await expect(button('Reopen')).toBeVisible();
  await keyboard.press('o');
  await expect(button('Resolve')).toBeVisible();

  // Who the customer is; away, and here.
  await keyboard.press('i');
  await expect(adminPage.getByRole('complementary', { name: 'Customer and receipt' })).toBeFocused();
  await keyboard.press('w');
  await expect(button('Away')).toBeVisible();
  await keyboard.press('w');
  await expect(button('Here')).toBeVisible();

  // What is searched for is the next thing in the list.
  await keyboard.press('/');
  await keyboard.type('abort undo');
  const found = inbox.getByRole('link');
  await expect(found).toHaveCount(1);
  await expect(found.locator('mark')).toHaveText(['abort', 'undo']);
  await keyboard.press('Enter');
  await keyboard.press('u');
  await keyboard.press('j');
  await expect(log.locator('[data-shown]')).toContainText('best to abort');
});

test('who presses keys by mistake has them work with Alt alone', async ({ adminPage }) => {
  const { keyboard } = adminPage;
  // The page of no site in particular gives way to that of the first one, and whatever is open on it is gone.
  await expect(adminPage.getByText('Live', { exact: true })).toBeVisible();
  await keyboard.press('?');
  await adminPage.getByRole('checkbox', { name: 'One key alone is enough' }).uncheck();
  await keyboard.press('Escape');
  await keyboard.press('6');
  await expect(adminPage.getByRole('button', { name: 'Snoozed' })).toHaveAttribute('aria-pressed', 'false');
  await keyboard.press('Alt+6');
  await expect(adminPage.getByRole('button', { name: 'Snoozed' })).toHaveAttribute('aria-pressed', 'true');
});

test('what is pressed right after the key of a field is text for it', async ({ adminPage }) => {
  const search = adminPage.getByRole('searchbox');
  await expect(search).toBeVisible();
  await expect(adminPage.getByText('Live', { exact: true })).toBeVisible();
  // Not even a frame lies between.
  const focused = await search.evaluate((field) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }));
    return document.activeElement === field;
  });
  expect(focused).toBe(true);
});

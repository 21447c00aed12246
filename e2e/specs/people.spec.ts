import { chatIn } from '../browser/chat.ts';
import { inviteAgent } from '../browser/invite-agent.ts';
import { expect, test } from '../browser/test.ts';

/** 1 by 1 pixel. */
const picture = {
  ...{ name: 'leaf.png', mimeType: 'image/png' },
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
};

test('two agents and a customer: who is there, who looks, who types, and one takes over', async ({
  page,
  stack,
  store,
  adminPage,
  browser,
}) => {
  // Away, whoever has the inbox open.
  await adminPage.getByRole('button', { name: 'Here' }).click();
  await expect(adminPage.getByRole('button', { name: 'Away' })).toBeVisible();
  const ben = await inviteAgent(browser, stack, { page: adminPage, name: 'Ben' });

  await page.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(page);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
  const notice = chat.log.locator('[data-role="hand-over"]');
  await expect(notice).toContainText('Nobody from the team is here right now.');
  await expect(notice.getByRole('textbox', { name: 'E-mail address' })).toBeVisible();

  // Somebody comes, to whichever page: the open chat says so, and asks for no address any more.
  const inbox = `${stack.url}/admin?site=${ben.siteId}`;
  await ben.page.goto(`${stack.url}/admin/unanswered?site=${ben.siteId}`);
  await expect(notice).toContainText('Someone from the team is here');
  await expect(notice.getByRole('textbox', { name: 'E-mail address' })).toHaveCount(0);
  await chat.composer.fill('My fern is brown');
  await chat.composer.press('Enter');
  await expect(chat.log.locator('[data-role="visitor"]')).toContainText('My fern is brown');
  await chat.finished();

  const { conversationId } = (await store.newestGeneration()) ?? {};
  await ben.page.goto(`${inbox}&conversation=${conversationId}`);
  await adminPage.goto(`${inbox}&conversation=${conversationId}`);
  await expect(adminPage.getByText('Ben is looking at this')).toBeVisible();

  // The customer types: both see it, until it is sent.
  await chat.composer.pressSequentially('It was green', { delay: 30 });
  await expect(ben.page.locator('[data-typing]')).toBeVisible();
  await expect(adminPage.locator('[data-typing]')).toBeVisible();
  await chat.composer.fill('');
  await expect(ben.page.locator('[data-typing]')).toHaveCount(0);

  // Ben types: the customer sees it, and so does who might answer too.
  const field = ben.page.getByRole('textbox', { name: 'Reply' });
  await field.pressSequentially('Water it', { delay: 30 });
  await expect(chat.log.locator('[data-role="typing"]')).toContainText('Ben');
  await expect(adminPage.getByText('Ben is writing a reply')).toBeVisible();
  await ben.page.locator('input[type="file"]').setInputFiles([picture]);
  const chosen = ben.page.getByRole('list', { name: 'Files of your reply' });
  await expect(chosen).toContainText('leaf.png');
  await expect(ben.page.getByRole('button', { name: 'Send' })).toBeEnabled();
  await field.press('Control+Enter');
  const reply = chat.log.locator('[data-role="agent"]');
  await expect(reply).toContainText('Water it');
  await expect(reply.getByRole('button', { name: 'Open leaf.png' })).toBeVisible();
  await expect(chat.log.locator('[data-role="typing"]')).toHaveCount(0);
  await expect(chosen).toHaveCount(0);
  await expect(chat.log.locator('[data-turn="taken-over"]')).toContainText('Ben');

  // A note is nobody's but the team's.
  await ben.page.getByRole('button', { name: 'Note' }).click();
  await ben.page.getByRole('textbox', { name: 'Note' }).pressSequentially('Knows', { delay: 30 });
  await expect(adminPage.getByText('Ben is writing a note')).toBeVisible();
  await expect(chat.log.locator('[data-role="typing"]')).toHaveCount(0);

  // Ben goes away: nobody is there, and the chat says so.
  await ben.page.getByRole('button', { name: 'Here' }).click();
  await expect(notice).toContainText('Nobody from the team is here right now.');
  await ben.close();
  await expect(adminPage.getByText(/^Ben is/)).toHaveCount(0);

  // What Ben has left waits for a person again, once its customer has waited for long.
  await chat.composer.fill('It is still brown');
  await chat.composer.press('Enter');
  await expect(adminPage.getByRole('log')).toContainText('It is still brown');
  await store.letWait(conversationId ?? '', 11);
  await expect(adminPage.getByRole('log')).toContainText('Waits for a person again: Ben was away');
  await expect(chat.log.locator('[data-role="visitor"] ~ [data-role="hand-over"]').last()).toContainText('Nobody from');
  await expect(notice).toHaveCount(1);
  await adminPage.getByRole('button', { name: 'Away' }).click();
});

test('outside of their hours a customer is told when people are back, and asked for an address', async ({
  page,
  stack,
  adminPage,
}) => {
  await adminPage.getByRole('button', { name: 'Here' }).click();
  await adminPage.goto(`${stack.url}/admin/settings/hours`);
  await adminPage.getByRole('checkbox', { name: 'We have hours' }).check();
  // Open on the day after tomorrow alone, whatever day that is.
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const opening = days[(new Date().getDay() + 2) % 7] ?? '';
  for (const day of days) await adminPage.getByRole('checkbox', { name: day, exact: true }).setChecked(day === opening);
  await adminPage.getByLabel(`${opening}, from`).fill('10:15');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

  await page.goto(`${stack.url}/chat/demo?locale=en`);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
  const notice = chatIn(page).log.locator('[data-role="hand-over"]');
  await expect(notice).toContainText(new RegExp(`The team will be back ${opening}.*10:15`));
  await notice.getByRole('textbox', { name: 'E-mail address' }).fill('ann@example.org');
  await notice.getByRole('button', { name: 'Leave address' }).click();
  await expect(notice).toContainText('ann@example.org');

  await adminPage.getByRole('checkbox', { name: 'We have hours' }).uncheck();
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await adminPage.goto(`${stack.url}/admin`);
  await adminPage.getByRole('button', { name: 'Away' }).click();
});

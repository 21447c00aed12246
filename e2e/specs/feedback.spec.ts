import { openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test.afterEach(({ store }) => store.askBeforeChat('demo', { name: 'off', email: 'off' }));

test('a customer says who they are, what they think of an answer, and asks for a person, whom agents see', async ({
  page,
  demoUrl,
  store,
  adminPage,
}) => {
  await store.askBeforeChat('demo', { name: 'optional', email: 'required' });
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  const frame = page.frameLocator('iframe[title*="chat" i]');

  await expect(chat.composer).toBeDisabled();
  await frame.getByRole('button', { name: 'Start the chat' }).click();
  await expect(frame.getByRole('textbox', { name: 'E-mail address' })).toHaveAccessibleDescription(
    'Please fill this in.',
  );
  await frame.getByRole('textbox', { name: /^Name/ }).fill('Ann');
  await frame.getByRole('textbox', { name: 'E-mail address' }).fill('ann@example.org');
  await frame.getByRole('button', { name: 'Start the chat' }).click();
  await expect(chat.composer).toBeFocused();

  await chat.ask('How do I return an item?');
  await chat.finished();
  const down = frame.getByRole('button', { name: 'Not helpful' });
  await down.click();
  const comment = '<img src=x onerror=alert(1)> And what does it cost?';
  await frame.getByRole('textbox', { name: 'What was wrong?' }).fill(comment);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(frame.getByText('Thank you.')).toBeVisible();

  await page.reload();
  await openWidget(page);
  await expect(down).toHaveAttribute('aria-pressed', 'true');
  await expect(frame.getByText(comment)).toBeVisible();
  await expect(frame.locator('[data-role="pre-chat"]')).toHaveCount(0);

  // Who closes the chat after an answer that was no help is offered a person when they are back.
  await frame.getByRole('button', { name: 'Close chat' }).click();
  await openWidget(page);
  await frame.getByRole('button', { name: 'Talk to a person' }).click();
  // An agent has the dashboard open.
  await expect(chat.log).toContainText('Someone from the team is here and can answer in this chat.');
  await expect(chat.log).toContainText('The team can write to ann@example.org about this.');
  await frame.locator('[data-role="hand-over"]').getByRole('button', { name: 'Change' }).click();
  await frame.getByRole('textbox', { name: 'E-mail address' }).fill('ann@work.example');
  await frame.getByRole('button', { name: 'Save address' }).click();
  await expect(chat.log).toContainText('The team can write to ann@work.example about this.');

  const row = adminPage.getByRole('link', { name: /ann@work\.example/ });
  await expect(row).toContainText('Wants a person');
  await row.click();
  const thread = adminPage.getByRole('log');
  await expect(thread).toContainText('the customer asked for a person');
  await expect(thread).toContainText(`Not helpful to the customer: ${comment}`);
  await expect(thread).toContainText('Wants to be written to at ann@work.example');
});

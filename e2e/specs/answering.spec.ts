import { openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

test("a reply is said in the site's own words, and one that would confuse the bot is refused", async ({
  adminPage,
  stack,
}) => {
  await adminPage.goto(`${stack.url}/admin/answering`);
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  await adminPage.getByText('Small talk').click();
  const hello = adminPage.getByLabel('hello, good morning');

  await hello.fill('I am glad that you are here.');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByText('begin with another word than “I”')).toBeVisible();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Nothing was saved' })).toBeVisible();

  await hello.fill('Hello from {site}, what brings you here?');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await adminPage.reload();
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  await adminPage.getByText('Small talk').click();
  await expect(hello).toHaveValue('Hello from {site}, what brings you here?');
});

test('how sure a bot must be is chosen, and asked of those that quote alone', async ({ adminPage, stack }) => {
  const open = async () => {
    await adminPage.goto(`${stack.url}/admin/answering`);
    await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  };
  await open();
  await expect(adminPage.getByRole('radio', { name: 'Balanced' })).toBeChecked();
  await adminPage.getByText('Word freely, guarded').click();
  await expect(adminPage.getByRole('radio', { name: 'Balanced' })).toHaveCount(0);
  await adminPage.getByText('Quote the knowledge').click();
  await adminPage.getByText('Careful', { exact: true }).click();
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await open();
  await expect(adminPage.getByRole('radio', { name: 'Careful' })).toBeChecked();
});

test('a bot that answers in another language, too, has its replies in both', async ({ adminPage, stack }) => {
  await adminPage.goto(`${stack.url}/admin/answering`);
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  const languages = adminPage.getByLabel('Languages that it answers in');
  await expect(adminPage.getByRole('heading', { name: 'German' })).toHaveCount(0);
  await languages.fill('en, de');
  await expect(adminPage.getByRole('heading', { name: 'German' })).toBeVisible();
  await adminPage.getByText('Small talk').last().click();
  const hello = adminPage.getByLabel('hello, good morning').last();
  await hello.fill('Grüß Gott, was möchten Sie über {site} wissen?');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await adminPage.reload();
  await adminPage.getByRole('combobox').selectOption({ label: 'Shiftwell' });
  await adminPage.getByText('Small talk').last().click();
  await expect(hello).toHaveValue('Grüß Gott, was möchten Sie über {site} wissen?');
  await languages.fill('en');
  await adminPage.getByRole('button', { name: 'Save' }).click();
  await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('a customer is answered in the language that they write in', async ({ adminPage, demoUrl, page, stack }) => {
  const answerIn = async (languages: string) => {
    await adminPage.goto(`${stack.url}/admin/answering`);
    await adminPage.getByRole('combobox').selectOption({ label: 'Fernway' });
    await adminPage.getByLabel('Languages that it answers in').fill(languages);
    await adminPage.getByRole('button', { name: 'Save' }).click();
    await expect(adminPage.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  };
  await answerIn('en, de');
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  await chat.ask('Guten Tag!');
  await chat.finished();
  await expect(chat.newestAnswer).toContainText(/Fernway wissen|Ihnen .*helfen/);
  await chat.ask('Kann ich bitte mit einem Menschen sprechen?');
  await expect(chat.newestAnswer).toContainText('Team von Fernway');
  await answerIn('en');
});

test('a customer who asks two things has both answered, or is told what is not known', async ({ demoUrl, page }) => {
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  // Of a new site facts are still being read in.
  await expect(async () => {
    await chat.ask('How long does express shipping take? And are PayPal and Apple Pay fine?');
    await chat.finished();
    await expect(chat.newestAnswer).toContainText(/1 to 2 business days.*PayPal and Apple Pay/);
  }).toPass();
  const sources = chat.log.getByRole('list', { name: 'Sources' }).last();
  await expect(sources).toContainText('Delivery times');
  await expect(sources).toContainText('Payment methods');

  await chat.ask('Do you sell fish food? Also, do you accept American Express?');
  await chat.finished();
  await expect(chat.newestAnswer).toContainText('We accept Visa, Mastercard, American Express');
  await expect(chat.newestAnswer).toContainText("I don't have an answer to the rest");
  await expect(chat.newestAnswer).toContainText('the Fernway team');
});

import { writeFile } from 'node:fs/promises';
import type { SourcesPage } from '@frontdesk/protocol';
import type { Browser } from '@playwright/test';
import { loadBusinesses } from '../answers/load-businesses.ts';
import { type Chat, chatIn, openWidget } from '../browser/chat.ts';
import { openAdminFor } from '../browser/open-admin-for.ts';
import { expect, test } from '../browser/test.ts';
import { showFilled } from '../shots/filled-answers.ts';

/** A customer nobody has talked with before, in the widget of the demo shop. */
async function newCustomer(browser: Browser, demoUrl: string): Promise<Chat> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(demoUrl);
  return openWidget(page);
}

test('a document is imported, answers a customer with its source, and is forgotten when it is deleted', async ({
  adminPage,
  browser,
  demoUrl,
  stack,
}) => {
  await openAdminFor(adminPage, `${stack.url}/admin/knowledge`);
  const document = [
    '# Potting workshop',
    '',
    'The potting workshop takes place every Saturday at 10 am. The potting workshop costs €37 per person.',
  ];
  await adminPage.getByLabel('Files to upload').setInputFiles({
    name: 'workshop.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(document.join('\n')),
  });
  const row = adminPage.getByRole('listitem').filter({ hasText: 'workshop.md' });
  await expect(row).toContainText('1 passage', { timeout: 60_000 });

  const question = 'How much does the potting workshop cost?';
  await adminPage.getByRole('textbox', { name: 'Question' }).fill(question);
  await adminPage.getByRole('button', { name: 'Look up' }).click();
  await expect(adminPage.getByRole('region', { name: 'Try a question' })).toContainText('€37 per person.');

  const chat = await newCustomer(browser, demoUrl);
  await chat.ask(question);
  await chat.finished();
  await expect(chat.newestAnswer).toContainText('€37 per person');
  await expect(chat.log.getByRole('list', { name: 'Sources' })).toContainText('Potting workshop');

  await row.getByRole('button', { name: /^Delete/ }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(row).toHaveCount(0);
  const another = await newCustomer(browser, demoUrl);
  await another.ask(question);
  await another.finished();
  await expect(another.newestAnswer).not.toContainText('37');
});

test('a question nothing answers is handed over, becomes a fact, and is answered from then on', async ({
  adminPage,
  browser,
  demoUrl,
  stack,
}) => {
  const question = 'Do you rent out plants for weddings?';
  const chat = await newCustomer(browser, demoUrl);
  await chat.ask(question);
  await chat.finished();
  await expect(chat.newestAnswer).toContainText('Someone from the Fernway team can');

  await openAdminFor(adminPage, `${stack.url}/admin/unanswered`);
  await adminPage.getByRole('button', { name: `Add the fact that answers: ${question}` }).click();
  const dialog = adminPage.getByRole('dialog');
  await expect(dialog.getByLabel(/Question or title/)).toHaveValue(question);
  await dialog.getByLabel('What the bot says').fill('We rent out plants for weddings from €90 a day.');
  await dialog.getByRole('button', { name: 'Save fact' }).click();
  await expect(adminPage.getByText(/it became a regression case/)).toBeVisible();
  await expect(adminPage.getByRole('heading', { name: question })).toHaveCount(0);

  await openAdminFor(adminPage, `${stack.url}/admin/knowledge`);
  await expect(adminPage.getByRole('listitem').filter({ hasText: question })).toContainText('1 passage', {
    timeout: 60_000,
  });
  const another = await newCustomer(browser, demoUrl);
  await another.ask(question);
  await another.finished();
  await expect(another.newestAnswer).toContainText('We rent out plants for weddings from €90 a day.');

  await openAdminFor(adminPage, `${stack.url}/admin/unanswered`);
  const cases = await adminPage
    .getByRole('link', { name: /^Download \d+ cases?$/ })
    .getAttribute('href')
    .then((path) => adminPage.request.get(`${stack.url}${path}`));
  const file = test.info().outputPath('cases.yaml');
  await writeFile(file, await cases.text());
  const [business] = await loadBusinesses(file);
  const kept = business?.questions.find(({ ask }) => ask === question);
  expect(kept).toMatchObject({ wants: 'right' });
  expect(new RegExp(kept?.required[0] ?? '').test((await another.newestAnswer.textContent()) ?? '')).toBe(true);
});

test('what can’t be imported says why', async ({ adminPage, stack }) => {
  await openAdminFor(adminPage, `${stack.url}/admin/knowledge`);
  await adminPage.getByLabel('Files to upload').setInputFiles([
    { name: 'prices.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    { name: 'prices.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF at all') },
  ]);
  await expect(adminPage.getByText(/prices.exe: Files of this kind are not read/)).toBeVisible();
  const pdf = adminPage.getByRole('listitem').filter({ hasText: 'prices.pdf' });
  await expect(pdf).toContainText('Failed', { timeout: 60_000 });

  await adminPage.getByRole('button', { name: 'Import a web site' }).click();
  const dialog = adminPage.getByRole('dialog');
  await dialog.getByLabel(/Address/).fill('http://127.0.0.1:1/');
  await expect(dialog.getByLabel('Look for changes')).toHaveValue('every week');
  await dialog.getByRole('button', { name: 'Import' }).click();
  const site = adminPage.getByRole('listitem').filter({ hasText: '127.0.0.1:1' });
  await expect(site).toContainText('127.0.0.1 is not on the public internet.', { timeout: 60_000 });
});

test('a web site says when it is imported again by itself, and that can be changed', async ({ adminPage, stack }) => {
  await openAdminFor(adminPage, `${stack.url}/admin/knowledge`);
  await adminPage.getByRole('button', { name: 'Import a web site' }).click();
  const dialog = adminPage.getByRole('dialog');
  await dialog.getByLabel(/Address/).fill('http://127.0.0.2:1/');
  await dialog.getByLabel('Look for changes').selectOption('Every month');
  await dialog.getByRole('button', { name: 'Import' }).click();
  const site = adminPage.getByRole('listitem').filter({ hasText: '127.0.0.2:1' });
  await expect(site).toContainText(/Every month · next .*\d:\d\d/);
  // What can’t be imported is tried again the next night.
  await expect(site).toContainText('Failed', { timeout: 60_000 });
  await site.getByRole('button', { name: /change how often/ }).click();
  await dialog.getByLabel('Look for changes').selectOption('Never');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(site).toContainText('Never imported again by itself');
  await adminPage.reload();
  await expect(site).toContainText('Never imported again by itself');
});

test('a list of knowledge that has not all of it says how many there are, and that a search finds them', async ({
  adminPage,
  stack,
}) => {
  await openAdminFor(adminPage, `${stack.url}/admin/knowledge`);
  await showFilled<SourcesPage>(adminPage, 'sources', ({ sources: [first], ...page }, url) => {
    const length = Number(url.searchParams.get('limit'));
    const sources = first ? Array.from({ length }, (_, index) => ({ ...first, id: `${index}` })) : [];
    return { ...page, sources, more: true, total: 1_234 };
  });
  await expect(adminPage.getByText('1,234 sources, ')).toBeVisible();
  const more = adminPage.getByRole('button', { name: 'Show more' });
  for (let shown = 100; shown < 1_000; shown += 100) {
    await expect(adminPage.getByRole('list', { name: 'Sources' }).getByRole('listitem')).toHaveCount(shown);
    await more.click();
  }
  await expect(adminPage.getByText('The newest 1,000 of 1,234 sources are listed.')).toBeVisible();
  await expect(more).toHaveCount(0);
  await adminPage.getByLabel('Search the knowledge').fill('plants');
  await expect(adminPage.getByText('The newest 1,000 sources with this in them are listed.')).toBeVisible();
});

test('the sandbox opens at its heading, however small the window is', async ({ adminPage, stack }) => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1366, height: 600 },
  ]) {
    await adminPage.setViewportSize(viewport);
    await adminPage.goto(`${stack.url}/admin/sandbox`);
    const { composer } = chatIn(adminPage.getByRole('main'));
    await expect(composer).toBeVisible();
    await expect(composer).toBeFocused();
    expect(await adminPage.evaluate(() => window.scrollY)).toBe(0);
  }
});

test('in the sandbox an agent talks to the bot, sees why it answered so, and leaves no trace in the inbox', async ({
  adminPage,
  stack,
}) => {
  await openAdminFor(adminPage, `${stack.url}/admin/sandbox`);
  const question = 'Hello from the sandbox';
  const chat = chatIn(adminPage.getByRole('region', { name: 'Fernway' }));
  await chat.ask(question);
  await chat.finished();
  await expect(adminPage.getByRole('region', { name: 'Conversation' })).toContainText(question);
  await adminPage.goto(`${stack.url}/admin`);
  await expect(adminPage.getByRole('heading', { name: 'Inbox' })).toBeAttached();
  await expect(adminPage.getByText('Loading conversations…')).toHaveCount(0);
  await expect(adminPage.getByText(question)).toHaveCount(0);
});

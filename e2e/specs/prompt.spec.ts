import type { Browser } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

const question = 'When do you open on Sundays?';

test('a prompt is written, tried beside the live one, published, used by the next answer, and rolled back', async ({
  adminPage,
  browser,
  stack,
}) => {
  const made = await adminPage.request.post(`${stack.url}/v1/admin/sites`, {
    headers: { origin: stack.url },
    data: { name: 'Teahouse', allowedOrigins: [] },
  });
  const { siteId } = (await made.json()) as { siteId: string };
  const sites = (await (await adminPage.request.get(`${stack.url}/v1/admin/sites`)).json()) as {
    id: string;
    key: string;
  }[];
  const key = sites.find(({ id }) => id === siteId)?.key ?? '';

  await adminPage.goto(`${stack.url}/admin/settings/prompt?site=${siteId}`);
  const prompt = adminPage.getByRole('textbox', { name: 'System prompt' });
  await prompt.fill('Teahouse is a tea shop in Lisbon.\nWe open at nine on Sundays.');
  // What will be another is seen while one writes.
  await expect(adminPage.getByRole('figure')).toContainText('We open at nine on Sundays.');
  await adminPage.getByRole('button', { name: 'Save as a new version' }).click();
  const draft = adminPage.locator('[data-version="2"]');
  await expect(draft).toBeVisible();
  expect(await answerTo(browser, `${stack.url}/chat/${key}`)).not.toContain('nine');

  await draft.getByRole('button', { name: 'Try it' }).click();
  for (const [name, isKnown] of [
    ['Version 1, live', false],
    ['Version 2', true],
  ] as const) {
    const chat = chatIn(draft.getByRole('region', { name, exact: true }));
    await chat.ask(question);
    await chat.finished();
    const said = expect(chat.newestAnswer);
    await (isKnown ? said : said.not).toContainText('nine on Sundays');
  }

  await draft.getByRole('button', { name: 'Publish' }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click();
  await expect(draft).toContainText('Live');
  expect(await answerTo(browser, `${stack.url}/chat/${key}`)).toContain('nine on Sundays');

  const first = adminPage.locator('[data-version="1"]');
  await first.getByRole('button', { name: /^Compare/ }).click();
  await expect(first.getByRole('figure')).toContainText('From version 2 to version 1');
  await first.getByRole('combobox', { name: 'Compared with' }).selectOption({ label: 'nothing: its text' });
  await expect(first).toContainText('You answer the customers of Teahouse.');
  await first.getByRole('button', { name: 'Roll back to it' }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click();
  await expect(first).toContainText('Live');
  expect(await answerTo(browser, `${stack.url}/chat/${key}`)).not.toContain('nine');

  await adminPage.goto(`${stack.url}/admin/settings/changes?site=${siteId}`);
  const entries = adminPage.getByRole('main').getByRole('listitem');
  await expect(entries.first()).toContainText('rolled the system prompt back to Version 1');
  await expect(entries.nth(1)).toContainText('published the system prompt: Version 2');
});

/** What a customer nobody has talked with before is told. */
async function answerTo(browser: Browser, address: string): Promise<string> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  const chat = chatIn(page);
  await chat.ask(question);
  await chat.finished();
  const said = (await chat.newestAnswer.textContent()) ?? '';
  await page.context().close();
  return said;
}

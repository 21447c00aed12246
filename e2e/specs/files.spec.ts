import { chatIn, openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

/** 64 by 48 pixels of one green. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAQ0lEQVR42u3PQQkAAAgEsGtiIguZ3gp+hcEKLDX9WgQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQErhYq1MiX59r7nAAAAABJRU5ErkJggg==',
  'base64',
);
const picture = { name: 'cracked pot.png', mimeType: 'image/png', buffer: png };
const pdf = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') };

test('a customer sends files from a shop page, also offline, and agents see them', async ({
  page,
  context,
  demoUrl,
  adminPage,
  store,
}) => {
  await page.goto(demoUrl);
  const chat = await openWidget(page);
  const frame = page.frameLocator('iframe[title*="chat" i]');
  const chosen = frame.getByRole('list', { name: 'Files of your message' });
  const input = frame.locator('input[type="file"]');
  await expect(chat.log).toBeVisible();

  await input.setInputFiles([picture, pdf, { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('MZ\0\0') }]);
  await expect(chosen.getByRole('alert')).toContainText('Files of this kind can’t be sent');
  // What can't be sent keeps the others from nothing.
  await frame.getByRole('button', { name: 'Send message' }).click();
  const sent = chat.log.locator('[data-role="visitor"]').last();
  await expect(sent.getByRole('button', { name: 'Download invoice.pdf' })).toBeVisible();
  await expect(chosen).toHaveCount(0);
  // Nobody here reads files, and that is said.
  await chat.finished();
  await expect(chat.newestAnswer).toContainText("I can't open files.");

  await page.reload();
  await openWidget(page);
  const thumbnail = sent.getByRole('button', { name: 'Open cracked pot.png' });
  await expect.poll(() => thumbnail.locator('img').evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(64);
  await thumbnail.click();
  const large = frame.getByRole('dialog', { name: 'cracked pot.png' });
  await expect(large.getByRole('img')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(large).toHaveCount(0);
  await expect(chat.log).toBeVisible();
  const download = page.waitForEvent('download');
  await sent.getByRole('button', { name: 'Download invoice.pdf' }).click();
  expect((await download).suggestedFilename()).toBe('invoice.pdf');

  // Chosen and sent without a connection: it waits, and goes out once.
  const before = await store.countMessages();
  await context.setOffline(true);
  await input.setInputFiles([{ ...picture, name: 'offline.png' }]);
  await chat.composer.fill('This one came later');
  await chat.composer.press('Enter');
  await context.setOffline(false);
  await expect(sent).toContainText('This one came later', { timeout: 30_000 });
  await expect(sent.getByRole('button', { name: 'Open offline.png' })).toBeVisible();
  await chat.finished();
  // The question and its answer.
  await expect.poll(() => store.countMessages()).toBe(before + 2);

  await adminPage
    .getByRole('link', { name: /message/ })
    .first()
    .click();
  const seen = chatIn(adminPage).log.getByRole('img', { name: 'cracked pot.png' });
  await expect.poll(() => seen.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(64);
  await expect(chatIn(adminPage).log.getByRole('link', { name: 'Download invoice.pdf' })).toBeVisible();
});

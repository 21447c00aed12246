import type { BrowserContext, Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { openAdminFor } from '../browser/open-admin-for.ts';
import { expect, test } from '../browser/test.ts';

const run = 'window.top.xss=window.xss=1';
const payload = `<img src=x onerror="${run}"><script>${run}</script><svg onload="${run}">`;
const markdown = `[click](javascript:${run}) ![x](x"onerror="${run}) <iframe srcdoc="<script>${run}</script>"></iframe>`;

const siteName = `Fernway ${payload}`;
const unanswerable = `Do you rent out plants for funerals? ${payload}`;
const document = {
  name: `plants "><img src=x onerror=${run}>.txt`,
  text: `Our plants like ${payload} every second week.`,
};

/** Notes in every frame of every page what a policy stopped: text that became markup tries, whether it runs or not. */
async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.assign(window, { stopped: [] });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      (window as unknown as { stopped: string[] }).stopped.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
}

async function expectNothingRan(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const { xss, stopped } = await frame.evaluate(() => {
      const { xss, stopped = [] } = window as unknown as { xss?: number; stopped?: string[] };
      return { xss, stopped };
    });
    expect(xss, frame.url()).toBeUndefined();
    expect(stopped, frame.url()).toEqual([]);
  }
}

test('nothing that customers, sites, files or answers say becomes markup, in the widget, the hosted chat or the admin', async ({
  page,
  demoUrl,
  stack,
  adminPage,
  store,
}) => {
  await watch(page.context());
  await watch(adminPage.context());
  // What an answer says is as hostile as everything else: it is a reply in the site's own words here.
  const restore = await store.changeSite('demo', {
    name: siteName,
    greeting: `${payload} ${markdown}`,
    suggestions: [payload],
    replyTexts: { 'only-files': `I can't open files. ${markdown} ${payload}` },
  });
  try {
    await page.goto(demoUrl);
    await page.getByRole('button', { name: /chat/i }).click();
    const frame = page.frameLocator('iframe');
    const chat = chatIn(frame);
    await expect(chat.log).toContainText('<svg onload=');
    await expect(frame.getByRole('button', { name: payload })).toBeVisible();
    await frame.locator('input[type="file"]').setInputFiles({
      ...{ name: `"><img src=x onerror=${run}>.txt`, mimeType: 'text/plain', buffer: Buffer.from(payload) },
    });
    await frame.getByRole('button', { name: 'Send message' }).click();
    await chat.finished();
    await expect(chat.newestAnswer).toContainText('<script>');
    await expect(chat.log.locator('img, script, svg:not(.fd-icon), iframe')).toHaveCount(0);
    await chat.ask(`${payload} ${markdown}`);
    await chat.finished();
    await chat.ask(unanswerable);
    await chat.finished();
    await store.nameNewestVisitor(payload);
    await expectNothingRan(page);

    await adminPage.reload();
    await adminPage
      .getByRole('link', { name: /message/ })
      .first()
      .click();
    await expect(chatIn(adminPage).log).toContainText('<svg onload=');
    await expect(chatIn(adminPage).log).toContainText("I can't open files. click");
    await expectNothingRan(adminPage);
    const { name, text } = document;
    await openAdminFor(adminPage, `${stack.url}/admin/knowledge`, siteName);
    await adminPage.getByLabel('Files to upload').setInputFiles({
      ...{ name, mimeType: 'text/plain', buffer: Buffer.from(text) },
    });
    const deletes = adminPage.getByRole('button', { name: /^Delete/ });
    const row = adminPage.getByRole('listitem').filter({ hasText: name, has: deletes });
    await expect(row).toContainText('1 passage', { timeout: 60_000 });
    await adminPage.getByRole('textbox', { name: 'Question' }).fill(text);
    await adminPage.getByRole('button', { name: 'Look up' }).click();
    await expect(adminPage.getByRole('region', { name: 'Try a question' })).toContainText(text);
    await expectNothingRan(adminPage);
    await row.getByRole('button', { name: /^Delete/ }).click();
    await adminPage.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(row).toHaveCount(0);
    await openAdminFor(adminPage, `${stack.url}/admin/unanswered`, siteName);
    await expect(adminPage.getByRole('heading', { name: unanswerable })).toBeVisible();
    await expectNothingRan(adminPage);
    await openAdminFor(adminPage, `${stack.url}/admin/answering`, siteName);
    await expect(adminPage.locator('textarea, input').filter({ hasText: '<svg onload=' }).first()).toBeVisible();
    await expectNothingRan(adminPage);
    await page.goto(`${stack.url}/chat/demo`);
    await expect(chatIn(page).log).toContainText('<svg onload=');
    await expectNothingRan(page);
  } finally {
    await restore();
  }
});

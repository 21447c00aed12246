import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { chatIn, openWidget } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

async function expectAccessible(page: Page) {
  // A colour on its way to another one has a contrast that nobody reads.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const path of ['/', '/docs', '/admin/sign-in']) {
      test(`${path} has no accessibility violation`, async ({ page, stack }) => {
        await page.goto(`${stack.url}${path}`);
        await expectAccessible(page);
      });
    }

    test('the shop with the open widget has none', async ({ page, demoUrl }) => {
      await page.goto(demoUrl);
      const chat = await openWidget(page);
      await expect(chat.composer).toBeVisible();
      await expectAccessible(page);
    });

    test('a conversation in the hosted chat has none', async ({ page, stack }) => {
      await page.goto(`${stack.url}/chat/demo`);
      const chat = chatIn(page);
      await chat.ask('How do I return an item?');
      await chat.finished();
      await expectAccessible(page);
    });

    test('the admin has none', async ({ adminPage }) => {
      await adminPage.emulateMedia({ colorScheme });
      await adminPage
        .getByRole('link', { name: /message/ })
        .first()
        .waitFor();
      await expectAccessible(adminPage);
    });

    for (const path of ['/admin/knowledge', '/admin/unanswered', '/admin/answering', '/admin/sandbox']) {
      test(`${path} has none`, async ({ adminPage, stack }) => {
        await adminPage.emulateMedia({ colorScheme });
        await adminPage.goto(`${stack.url}${path}`);
        await adminPage.getByRole('combobox').waitFor();
        await expect(adminPage.getByText('Loading…')).toHaveCount(0);
        // The sandbox has its chat when it has a ticket.
        if (path === '/admin/sandbox') await expect(chatIn(adminPage).composer).toBeVisible();
        await expectAccessible(adminPage);
      });
    }

    test('the dialog in which a fact is typed has none', async ({ adminPage, stack }) => {
      await adminPage.emulateMedia({ colorScheme });
      await adminPage.goto(`${stack.url}/admin/knowledge`);
      await adminPage.getByRole('button', { name: 'Add a fact' }).click();
      await expectAccessible(adminPage);
    });
  });
}

import type { Request } from '@playwright/test';
import { expect, test } from '../shots/test.ts';

const laterParts = /\/assets\/(message|rare)-parts-/;

test('the first open fetches nothing of what only messages need, or most visits never show', async ({
  chatPage: page,
  showChat,
}) => {
  const fetched: string[] = [];
  const note = (request: Request) => void fetched.push(request.url());
  page.on('request', note);
  await showChat({
    name: 'first open',
    async show({ open, chat, composer }) {
      await open();
      await expect(chat.locator('.fd-chip').first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect(fetched.filter((url) => laterParts.test(url))).toEqual([]);
      await composer.fill('H');
      await expect.poll(() => fetched.filter((url) => laterParts.test(url)).length).toBe(1);
    },
  });
  page.off('request', note);
});

test('a chat that can’t fetch more of itself goes on, says so where it was asked for, and has it when it can be had', async ({
  chatPage: page,
  showChat,
}) => {
  await page.route(laterParts, (route) => route.abort());
  await showChat({
    name: 'without the later parts',
    async show({ open, ask, texts, chat }) {
      await open();
      const answer = await ask(texts.question);
      answer.say('Water it **weekly**.');
      answer.done(texts.sources);
      const newest = chat.locator('[data-role="assistant"]').last();
      await expect(newest).toHaveAttribute('data-state', 'done');
      await expect(newest.locator('.fd-plain')).toHaveText('Water it **weekly**.');

      await chat.locator('[aria-haspopup="menu"]').click();
      await chat.locator('.fd-menu-item').nth(2).click();
      const banner = chat.getByRole('alert');
      await expect(banner).toBeVisible();
      await expect(chat.locator('.fd-panel')).toHaveCount(0);

      await page.unroute(laterParts);
      await banner.getByRole('button').click();
      await expect(banner).toBeHidden();
      await expect(newest.locator('strong')).toHaveText('weekly');
      await chat.locator('[aria-haspopup="menu"]').click();
      await chat.locator('.fd-menu-item').nth(2).click();
      await expect(chat.locator('.fd-conversation')).toBeVisible();
    },
  });
});

import type { Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import type { ChatStage } from '../shots/chat-stage.ts';
import { expect, test } from '../shots/test.ts';

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

/** As on iOS: the keyboard covers the lower part of the page, which the browser has moved up by `offsetTop`. */
async function coverByKeyboard(
  page: Page,
  { height, offsetTop }: { height: number; offsetTop: number },
): Promise<void> {
  await page.evaluate(
    (seen) => {
      for (const [name, value] of Object.entries(seen)) {
        Object.defineProperty(visualViewport, name, { configurable: true, get: () => value });
      }
      visualViewport?.dispatchEvent(new Event('resize'));
    },
    { height, offsetTop },
  );
}

async function answered({ open, ask, texts, chat }: ChatStage): Promise<void> {
  await open();
  const answer = await ask(texts.question);
  answer.say(texts.markdown);
  answer.done(texts.sources);
  await expect(chat.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', 'done');
}

test('the keyboard that covers the page leaves the whole chat above it, with its newest words in view', async ({
  showChat,
}) => {
  await showChat({
    name: 'over the keyboard',
    async show(stage) {
      await answered(stage);
      const { page, chat, composer } = stage;
      await coverByKeyboard(page, { height: 340, offsetTop: 120 });
      await expect.poll(async () => (await chat.locator('.fd-header').boundingBox())?.y).toBe(120);
      const field = await composer.boundingBox();
      expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(460);
      const fromEnd = () =>
        chat.locator('.fd-scroller').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
      await expect.poll(fromEnd).toBeLessThanOrEqual(1);
      await coverByKeyboard(page, { height: 640, offsetTop: 0 });
      await expect.poll(async () => (await chat.locator('.fd-header').boundingBox())?.y).toBe(0);
      // On its way back the launcher can have the focus already.
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      await composer.press('Escape');
      await expect(page.locator('frontdesk-widget .button')).toBeFocused();
      await page.emulateMedia({ reducedMotion: 'reduce' });
    },
  });
});

test('the keyboard that makes the window smaller leaves the field in it', async ({ showChat }) => {
  await showChat({
    name: 'in a smaller window',
    async show(stage) {
      await answered(stage);
      await stage.page.setViewportSize({ width: 360, height: 340 });
      await expect(stage.composer).toBeInViewport({ ratio: 1 });
      await expect(stage.chat.locator('.fd-header')).toBeInViewport({ ratio: 1 });
      // Turned, it is as low, and all of it is the chat's.
      await stage.page.setViewportSize({ width: 700, height: 340 });
      const frame = stage.page.locator('frontdesk-widget iframe');
      await expect.poll(() => frame.boundingBox()).toEqual({ x: 0, y: 0, width: 700, height: 340 });
    },
  });
});

test('who sends sees the answer, also where the question before is above what is in view', async ({ showChat }) => {
  await showChat({
    name: 'sent below a long answer',
    async show(stage) {
      const { open, ask, texts, chat } = stage;
      await open();
      const long = await ask(texts.question);
      long.say(`${texts.answer} `.repeat(12));
      long.done();
      await expect(chat.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', 'done');
      // With the next question that one can't be edited any more: its row gets lower, and the browser moves what is in view.
      const answer = await ask(texts.question);
      answer.say(texts.answer);
      answer.done();
      await expect(chat.locator('[data-role="assistant"]').last()).toHaveAttribute('data-state', 'done');
      await expect(chat.locator('.fd-markdown').last()).toBeInViewport({ ratio: 1 });
      await expect(chat.getByRole('button', { name: 'New messages' })).toHaveCount(0);
    },
  });
});

test('the hosted chat stays above the keyboard, too', async ({ page, stack }) => {
  await page.goto(`${stack.url}/chat/demo`);
  const { composer } = chatIn(page);
  await expect(composer).toBeVisible();
  await expect(page.locator('meta[name="viewport"]')).toHaveAttribute('content', /viewport-fit=cover.*resizes-content/);
  await coverByKeyboard(page, { height: 340, offsetTop: 0 });
  await expect
    .poll(async () => {
      const box = await composer.boundingBox();
      return box !== null && box.y + box.height <= 340;
    })
    .toBe(true);
});

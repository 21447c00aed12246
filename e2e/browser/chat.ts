import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The chat as a person uses it, in the hosted page or in the widget's frame alike. */
export interface Chat {
  readonly log: Locator;
  readonly composer: Locator;
  readonly newestAnswer: Locator;
  /** Waits until the log is read: what is missing in it then was not said. */
  read(): Promise<void>;
  /** Sends, and waits until the answer has its place in the log, be it only three dots. */
  ask(text: string): Promise<void>;
  /** Waits until a sentence or so of the newest answer is there. */
  firstWords(): Promise<void>;
  /** Waits until no answer is in the making any more. */
  finished(): Promise<void>;
}

export function chatIn(page: Page | FrameLocator | Locator): Chat {
  const log = page.getByRole('log');
  const answers = log.locator('[data-role="assistant"]');
  const composer = page.getByRole('textbox', { name: /message/i });
  return {
    log,
    composer,
    newestAnswer: answers.locator('.fd-markdown').last(),
    read: () => expect(page.locator('.fd-chat[data-connection="online"]')).toBeVisible(),
    async ask(text) {
      const answersBefore = await answers.count();
      await composer.fill(text);
      await composer.press('Enter');
      await expect(log.locator('[data-role="visitor"]').last()).toContainText(text);
      await expect(answers).toHaveCount(answersBefore + 1);
    },
    async firstWords() {
      const words = async () => (await answers.last().textContent())?.split(/\s+/).length ?? 0;
      await expect.poll(words, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(8);
    },
    async finished() {
      await expect(answers.last()).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
    },
  };
}

/** Clicks the launcher of the widget, unless the chat is open since the page before, and returns the chat in its frame. */
export async function openWidget(page: Page): Promise<Chat> {
  const launcher = page.getByRole('button', { name: /chat/i });
  if ((await launcher.getAttribute('aria-expanded')) === 'false') await launcher.click();
  return chatIn(page.frameLocator('iframe[title*="chat" i]'));
}

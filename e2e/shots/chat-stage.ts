import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ScriptedAnswer,
  type ScriptedGateway,
  startScriptedGateway,
} from '@frontdesk/chat/testing/scripted-gateway';
import type { SiteAppearance } from '@frontdesk/protocol';
import type { FrameLocator, Locator, Page } from '@playwright/test';
import { type TextLanguage, type Texts, texts } from './texts.ts';

/** A browser page with a chat on it, and the gateway behind it, whose answers the state writes. */
export interface ChatStage {
  page: Page;
  gateway: ScriptedGateway;
  texts: Texts;
  /** Where the chat is: the widget's frame, or the hosted page. */
  chat: FrameLocator | Locator;
  composer: Locator;
  /** Of the page that the chat is on. */
  address: string;
  /** Presses the launcher, if there is one, and waits until the chat is there. */
  open(): Promise<void>;
  /** Sends; gives the answer that the gateway queued, of which nothing is written yet. */
  ask(text: string): Promise<ScriptedAnswer>;
}

export interface ChatStageOptions {
  /** `widget`: on a customer's page, behind its launcher. */
  surface: 'widget' | 'hosted';
  language: TextLanguage;
  site?: ((texts: Texts) => Partial<SiteAppearance>) | undefined;
  pages: RequestListener;
}

/** Nothing else ends the wait for a message that the chat never sends. */
const askedMs = 30_000;

/** Loads the page of a fresh visitor. Ends with `close()`. */
export async function openChatStage(
  page: Page,
  { surface, language, site, pages }: ChatStageOptions,
): Promise<ChatStage & { close: () => Promise<void> }> {
  const waiting: ((answer: ScriptedAnswer) => void)[] = [];
  const gateway = await startScriptedGateway({
    site: { siteKey: 'demo', colour: '#1f7a4d', ...texts[language].site, ...site?.(texts[language]) },
    onQuestion: (answer) => waiting.shift()?.(answer),
    fallback: pages,
  });
  const chat = surface === 'widget' ? page.frameLocator('iframe') : page.locator('body');
  const composer = chat.locator('.fd-input');
  const address = `${gateway.url}${surface === 'widget' ? `/?lang=${language}` : `/hosted?locale=${language}`}`;

  return {
    ...{ page, gateway, texts: texts[language], chat, composer, address },
    async open() {
      await page.goto(address);
      // Nothing is pointed at where the state before was pressed last.
      await page.mouse.move(0, 0);
      if (surface === 'widget') await page.locator('frontdesk-widget .button').click();
      await chat.locator('.fd-header').waitFor();
    },
    async ask(text) {
      const queued = new Promise<ScriptedAnswer>((resolve) => waiting.push(resolve));
      await composer.fill(text);
      await composer.press('Enter');
      const answer = await Promise.race([queued, sleep(askedMs)]);
      if (!answer) throw new Error(`not sent after ${askedMs} ms; in the field: "${await composer.inputValue()}"`);
      await chat.locator(`[data-generation="${answer.generationId}"]`).waitFor();
      return answer;
    },
    close: () => gateway.close(),
  };
}

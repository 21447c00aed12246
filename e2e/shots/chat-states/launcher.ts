import { readWidgetSettings } from '@frontdesk/protocol';
import type { ChatState } from '../chat-state.ts';
import { asked } from '../chat-steps.ts';

/** What is to be seen on a customer's page while the chat is closed. */
export const launcherStates: readonly ChatState[] = [
  {
    name: 'launcher',
    async show({ page, address }) {
      await page.goto(address);
      await page.locator('frontdesk-widget .button').waitFor();
    },
  },
  {
    name: 'launcher-with-text-at-the-left',
    site: ({ launcher }) => ({
      settings: readWidgetSettings({ launcherText: launcher, launcherIcon: 'question', position: 'left' }),
    }),
    async show({ page, address }) {
      await page.goto(address);
      await page.locator('frontdesk-widget .text').waitFor();
    },
  },
  {
    name: 'launcher-greeting',
    site: () => ({ settings: readWidgetSettings({ greetingDelay: 0 }) }),
    async show({ page, address }) {
      await page.goto(address);
      await page.locator('frontdesk-widget .words').waitFor();
    },
  },
  {
    name: 'launcher-unread',
    async show(stage) {
      const { page, gateway, texts } = stage;
      await asked(stage);
      await page.keyboard.press('Escape');
      gateway.agentSays(texts.agent);
      await page.locator('frontdesk-widget .badge').waitFor();
    },
  },
];

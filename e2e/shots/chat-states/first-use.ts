import { coded } from '@frontdesk/chat/testing/scripted-gateway';
import { type PreChatForm, readWidgetSettings, type SiteAppearance } from '@frontdesk/protocol';
import type { ChatStage } from '../chat-stage.ts';
import type { ChatState } from '../chat-state.ts';

/** Before anything was said. */
export const firstUseStates: readonly ChatState[] = [
  { name: 'first-use', show: withSuggestions },
  { name: 'first-use-hosted', surface: 'hosted', show: withSuggestions },
  { name: 'first-use-bare', site: () => ({ greeting: '', suggestions: [] }), show: ({ open }) => open() },
  {
    name: 'first-use-of-many-words',
    site: ({ long }) => ({ name: long.title, greeting: long.text, suggestions: [long.title, long.word, long.text] }),
    show: withSuggestions,
  },
  { name: 'pre-chat', site: asking({ name: 'required', email: 'required' }), show: withForm },
  { name: 'pre-chat-hosted', surface: 'hosted', site: asking({ name: 'optional', email: 'required' }), show: withForm },
  {
    name: 'pre-chat-optional',
    site: asking({ name: 'off', email: 'optional' }),
    async show(stage) {
      await withForm(stage);
      await stage.chat.locator('.fd-chip').first().waitFor();
    },
  },
  {
    name: 'pre-chat-wrong',
    site: asking({ name: 'required', email: 'required' }),
    async show(stage) {
      await withForm(stage);
      await stage.chat.locator('[name="email"]').fill('ines@');
      await stage.chat.locator('.fd-form .fd-button').click();
      await stage.chat.locator('.fd-field-error').nth(1).waitFor();
    },
  },
  {
    name: 'pre-chat-after-a-message',
    site: asking({ name: 'optional', email: 'required' }),
    async show({ open, gateway, chat, composer, texts }) {
      // Who they are is not known when they write.
      gateway.refuseNext('visitor:read', 'swallow');
      gateway.refuseNext('message:send', coded('details_required'));
      await open();
      await composer.fill(texts.question);
      await composer.press('Enter');
      await chat.locator('[data-role="pre-chat"]').waitFor();
    },
  },
  {
    name: 'pre-chat-refused',
    site: asking({ name: 'required', email: 'off' }),
    async show(stage) {
      stage.gateway.refuseNext('visitor:introduce', coded('rate_limited'));
      await withForm(stage);
      await stage.chat.locator('[name="name"]').fill(stage.texts.person);
      await stage.chat.locator('.fd-form .fd-button').click();
      await stage.chat.locator('.fd-field-error').waitFor();
    },
  },
];

async function withSuggestions({ open, chat }: ChatStage): Promise<void> {
  await open();
  await chat.locator('.fd-chip').first().waitFor();
}

async function withForm({ open, chat }: ChatStage): Promise<void> {
  await open();
  await chat.locator('[data-role="pre-chat"]').waitFor();
}

function asking(preChat: PreChatForm): () => Partial<SiteAppearance> {
  return () => ({ settings: readWidgetSettings({ preChat }) });
}

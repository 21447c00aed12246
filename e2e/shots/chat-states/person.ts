import type { ChatStage } from '../chat-stage.ts';
import type { ChatState } from '../chat-state.ts';
import { answer, asked, choose, firstSentence } from '../chat-steps.ts';

/** A person is wanted, or there. */
export const personStates: readonly ChatState[] = [
  { name: 'handed-over', show: handedOver },
  { name: 'handed-over-hosted', surface: 'hosted', show: handedOver },
  {
    name: 'handed-over-address-wrong',
    async show(stage) {
      await handedOver(stage);
      await stage.chat.locator('.fd-hand-over [name="email"]').fill('ines@');
      await stage.chat.locator('.fd-hand-over .fd-button').click();
      await stage.chat.locator('.fd-field-error').waitFor();
    },
  },
  { name: 'handed-over-address-left', show: addressLeft },
  {
    name: 'handed-over-address-changed',
    async show(stage) {
      await addressLeft(stage);
      await stage.chat.locator('.fd-contact .fd-link').click();
      await stage.chat.locator('.fd-hand-over [name="email"]').waitFor();
    },
  },
  {
    name: 'handed-over-somebody-there',
    async show(stage) {
      stage.gateway.peopleChange({ available: true, backAt: null });
      await asked(stage);
      await wishForPerson(stage);
      await stage.chat.locator('.fd-hand-over-text p:not(:empty)').nth(2).waitFor();
    },
  },
  {
    name: 'handed-over-back-later',
    async show(stage) {
      await handedOver(stage);
      const tomorrow = new Date();
      tomorrow.setDate(tomorrow.getDate() + 1);
      tomorrow.setHours(9, 0, 0, 0);
      stage.gateway.peopleChange({ available: false, backAt: tomorrow.toISOString() });
      await stage.chat.locator('[data-back]').waitFor();
    },
  },
  {
    name: 'person-wished-offline',
    async show(stage) {
      await asked(stage);
      await stage.page.context().setOffline(true);
      stage.gateway.cut();
      await stage.chat.locator('.fd-banner').waitFor();
      await choose(stage, 'person');
      await stage.chat.locator('[data-role="person-wish"]').waitFor();
    },
  },
  {
    name: 'person-typing',
    async show(stage) {
      await asked(stage);
      stage.gateway.agentTypes(stage.texts.person);
      await stage.chat.locator('[data-role="typing"]').waitFor();
    },
  },
  {
    name: 'agent-answered',
    async show(stage) {
      await asked(stage);
      stage.gateway.agentSays(stage.texts.agent);
      await stage.chat.locator('[data-role="agent"]').waitFor();
    },
  },
  { name: 'taken-over', show: takenOver },
  { name: 'taken-over-hosted', surface: 'hosted', show: takenOver },
  {
    name: 'handed-back',
    async show(stage) {
      await takenOver(stage);
      stage.gateway.happens({ type: 'conversation:handed-back', by: { name: stage.texts.person } });
      await stage.chat.locator('[data-turn="handed-back"]').waitFor();
    },
  },
  {
    name: 'person-left',
    async show(stage) {
      await takenOver(stage);
      stage.gateway.happens({ type: 'conversation:released', from: { name: stage.texts.person } });
      await stage.chat.locator('.fd-hand-over [name="email"]').waitFor();
    },
  },
  {
    name: 'resolved',
    async show(stage) {
      await takenOver(stage);
      stage.gateway.happens({ type: 'conversation:resolved', by: { name: stage.texts.person } });
      await stage.chat.locator('[data-stage="rate"]').waitFor();
    },
  },
];

async function handedOver(stage: ChatStage): Promise<void> {
  await stage.open();
  const made = await answer(stage, stage.texts.secondQuestion, firstSentence(stage.texts));
  made.handOver('person');
  await stage.chat.locator('.fd-hand-over [name="email"]').waitFor();
}

async function addressLeft(stage: ChatStage): Promise<void> {
  await handedOver(stage);
  await stage.chat.locator('.fd-hand-over [name="email"]').fill('ines.with.a.rather.long.name@fernway.example');
  await stage.chat.locator('.fd-hand-over .fd-button').click();
  await stage.chat.locator('.fd-contact').waitFor();
}

async function takenOver(stage: ChatStage): Promise<void> {
  const { gateway, texts, chat } = stage;
  await asked(stage);
  gateway.happens({ type: 'conversation:taken-over', by: { name: texts.person } });
  gateway.agentSays(texts.agent, { author: { name: texts.person } });
  await chat.locator('[data-role="agent"]').waitFor();
}

async function wishForPerson({ chat, gateway }: ChatStage): Promise<void> {
  gateway.happens({ type: 'conversation:person-requested' });
  await chat.locator('[data-role="hand-over"]').waitFor();
}

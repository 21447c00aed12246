import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromptMaterial } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer, type Tokenizer } from '@frontdesk/tokenizer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createComposeInput } from './compose-input.ts';

let dir: string;
let tokenizer: Tokenizer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'compose-test-'));
  tokenizer = loadTokenizer(await writeTinyModel(dir));
});
afterAll(() => rm(dir, { recursive: true }));

const material: PromptMaterial = {
  ...{ siteName: 'Fernway', promptVersionId: 'p', systemPrompt: 'A shop.', systemText: null, languages: ['en'] },
  ...{ answerMode: 'quote', caution: 'balanced', replyTexts: {}, handsOver: true, sampling: {}, knowledgeVersion: 1 },
  history: [{ role: 'visitor', text: 'Where is my order 12345?' }],
};

it.each(['quote', 'phrase'] as const)('keeps no answer about a customer’s own order (%s)', async (answerMode) => {
  const keepFor = async (ownCase: number, isHurried = false) => {
    const compose = createComposeInput({
      ...{ tokenizer, modelHash: 'm', tokenizerHash: 't', capacityTokens: 2_048 },
      retrieve: async () => ({
        passages: [{ id: 'a', title: 'Orders', url: null, score: 0.9, sentences: [{ text: 'We ship.', score: 0.9 }] }],
        ...{ dependsOnPrevious: false, kinds: { 'own-case': ownCase }, embedding: null, isHurried },
      }),
    });
    const made = await compose('site', { ...material, answerMode });
    expect(made.input.mode).toBe(answerMode);
    return made.keepFor;
  };
  expect(await keepFor(0.9)).toBeNull();
  const question = 'where is my order 12345';
  expect(await keepFor(0.1)).toEqual({ question, briefly: false });
  // At leisure it may be a better one.
  expect(await keepFor(0.1, true)).toEqual({ question, briefly: true });
});

it.each([
  ['yes please', 'I don’t have that information.', null],
  ['Yes please!', "I don't have that information. Someone from the Fernway team can answer that for you.", 'person'],
  ['no', "You're welcome! Is there anything else you'd like to know?", 'goodbye'],
])('takes "%s" for an answer to what the chat offered: %s', async (text, before, manner) => {
  const compose = createComposeInput({
    ...{ tokenizer, modelHash: 'm', tokenizerHash: 't', capacityTokens: 2_048 },
    retrieve: async () => ({ passages: [], dependsOnPrevious: false, kinds: null, embedding: null }),
  });
  const history: PromptMaterial['history'] = [
    { role: 'visitor', text: 'Do you sell eels?' },
    { role: 'assistant', text: before },
    { role: 'visitor', text },
  ];
  const { input } = await compose('site', { ...material, history });
  expect(input.grounding).toMatchObject({ manner });
});

it('knows an offer for one where the wording that the site has for it can not be used', async () => {
  const compose = createComposeInput({
    ...{ tokenizer, modelHash: 'm', tokenizerHash: 't', capacityTokens: 2_048 },
    retrieve: async () => ({ passages: [], dependsOnPrevious: false, kinds: null, embedding: null }),
  });
  // Begins like a lead-in.
  const replyTexts = { 'not-known': 'Here nobody knows.', hello: 'Welcome!' };
  const said = "I don't have that information. Someone from the Fernway team can answer that for you.";
  const history: PromptMaterial['history'] = [
    { role: 'visitor', text: 'Do you sell eels?' },
    { role: 'assistant', text: said },
    { role: 'visitor', text: 'yes please' },
  ];
  const { input } = await compose('site', { ...material, replyTexts, history });
  expect(input.grounding).toMatchObject({ manner: 'person', replyTexts: { hello: 'Welcome!' } });
});

it.each(['are you a real person?', 'what is your name'])('words no answer to "%s"', async (text) => {
  const compose = createComposeInput({
    ...{ tokenizer, modelHash: 'm', tokenizerHash: 't', capacityTokens: 2_048 },
    retrieve: async () => null,
  });
  const { input } = await compose('site', { ...material, answerMode: 'phrase', history: [{ role: 'visitor', text }] });
  expect(input).toMatchObject({ mode: 'quote', grounding: { manner: 'honesty' } });
});

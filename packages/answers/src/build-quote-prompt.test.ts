import type { ChatMessage } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { buildQuotePrompt } from './build-quote-prompt.ts';

const source = {
  siteName: 'Fernway',
  systemPrompt: ' Be brief.\n',
  passages: ['We ship to Spain.\n  It takes\t3 days.', 'Returns: 30 days.'],
  question: ' how long?\u0000 ',
};
/** One token a word. */
const countTokens = ({ content }: ChatMessage) => content.split(/\s+/).length;
const build = (extra = {}, budgetTokens = 1_000) =>
  buildQuotePrompt({ ...source, ...extra }, { budgetTokens, countTokens });

it('puts the passages right after the site’s prompt, then the question', () => {
  expect(build()).toEqual({
    passages: 2,
    messages: [
      {
        role: 'system',
        content:
          'You are the customer support assistant of Fernway.\nBe brief.\n\nWhat you know:\n- We ship to Spain. It takes 3 days.\n- Returns: 30 days.',
      },
      { role: 'user', content: 'how long?' },
    ],
  });
});

it('has the two best passages', () => {
  const { messages, passages } = build({ passages: ['One.', 'Two.', 'Three.'] });
  expect(passages).toBe(2);
  expect(messages[0]?.content).toMatch(/- One\.\n- Two\.$/);
});

it('says what was asked before, where the question needs it', () => {
  expect(build({ previousQuestion: 'Do you ship\tto Spain? ' }).messages[1]?.content).toBe(
    'Earlier question: Do you ship\tto Spain?\nQuestion: how long?',
  );
});

it('says nothing of knowledge where there is none', () => {
  expect(build({ passages: [] }).messages[0]?.content).toBe(
    'You are the customer support assistant of Fernway.\nBe brief.',
  );
});

it('leaves out the last passages, then the question before, and never cuts the question', () => {
  const all = { previousQuestion: 'a b c' };
  expect(build(all, 34).passages).toBe(2);
  expect(build(all, 33).passages).toBe(1);
  expect(build(all, 18)).toMatchObject({
    passages: 0,
    messages: [{}, { content: expect.stringContaining('Earlier') }],
  });
  expect(build(all, 13)).toMatchObject({ passages: 0, messages: [{}, { content: 'how long?' }] });
  expect(() => build(all, 11)).toThrow(expect.objectContaining({ code: 'message_too_long' }));
});

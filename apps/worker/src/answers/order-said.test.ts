import { orderReply } from '@frontdesk/answers';
import type { PromptMaterial } from '@frontdesk/database';
import type { OrderAnswer } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { orderSaid } from './order-said.ts';

type Said = Parameters<typeof orderReply>[0];

const reply = (id: Said) => orderReply(id, 'en', 'Fernway').text;

interface Told {
  /** What was said before, the customer's and the chat's in turns. */
  before?: string[];
  examples?: string[];
  asksEmail?: boolean;
  answer?: OrderAnswer | null;
  more?: Partial<PromptMaterial>;
}

function said(
  text: string,
  { before = [], examples = ['FE-10423'], asksEmail = false, answer = null, more }: Told = {},
) {
  const history = [...before, text].map((text, place) => ({
    role: place % 2 === 0 ? ('visitor' as const) : ('assistant' as const),
    text,
  }));
  const orders = { examples, asksEmail, answer };
  const site = {
    siteName: 'Fernway',
    languages: ['en'],
    replyTexts: {},
    systemText: null,
    answerMode: 'quote' as const,
  };
  return orderSaid({ ...site, orders, history, ...more }, 'en')?.id;
}

const found = { outcome: 'found', number: 'FE-20931', text: 'It is on its way.' } as const;
const unknown = { outcome: 'unknown', number: 'FE-20931' } as const;
const failed = { outcome: 'failed', number: 'FE-20931' } as const;

test.each<[string, Told, string | undefined]>([
  ['Where is my order?', {}, 'order-number'],
  ['Where is my order?', { more: { orders: null } }, undefined],
  ['Where is my order?', { more: { systemText: 'You are a pirate.' } }, undefined],
  ['Where is my order?', { more: { answerMode: 'plain' } }, undefined],
  // Whoever was asked and says nothing of it wants something else, or can't.
  ['Where is my order?', { before: ['Where is my order?', reply('order-number')] }, undefined],
  ['How long do I have to return it?', {}, undefined],
  ['FE-20931', { asksEmail: true }, 'order-email'],
  ['FE-20931', { answer: found }, 'order-found'],
  ['FE-20931', { answer: unknown }, 'order-unknown'],
  ['FE-20932', { answer: unknown, before: ['FE-20931', reply('order-unknown')] }, 'order-failed'],
  ['FE-20931', { answer: failed }, 'order-failed'],
  // Whoever was to ask is gone.
  ['FE-20931', {}, 'order-failed'],
])('"%s" %j: %s', (text, told, id) => {
  expect(said(text, told)).toBe(id);
});

test.each<[string, string[], string | undefined]>([
  ['I live in 10115 Berlin. Do you ship there?', [], undefined],
  ['Where is my order 10115?', [], 'order-unknown'],
  ['10115', ['Where is my order?', reply('order-number')], 'order-unknown'],
])('a number that may be anything is one of an order where that is asked: "%s"', (text, before, id) => {
  const answer = { outcome: 'unknown', number: '10115' } as const;
  expect(said(text, { before, examples: ['20931'], answer })).toBe(id);
  expect(said(text, { before, examples: ['FE-20931'], answer })).toBe(id);
});

test.each<[string, number, string | undefined]>([
  ['yo wheres my hoodie at', 0.8, 'order-number'],
  ['yo wheres my hoodie at', 0.2, undefined],
  ['I would like to send it back, it arrived yesterday', 0.9, undefined],
])('whoever likely speaks of their own order may ask for it in other words: "%s", %d', (text, ownCase, id) => {
  const orders = { examples: ['FE-10423'], asksEmail: false, answer: null };
  const history = [{ role: 'visitor' as const, text }];
  const site = {
    siteName: 'Fernway',
    languages: ['en'],
    replyTexts: {},
    systemText: null,
    answerMode: 'quote' as const,
  };
  expect(orderSaid({ ...site, orders, history }, 'en', ownCase)?.id).toBe(id);
});

test('what the site’s own server says is said as it is', () => {
  const orders = { examples: ['FE-10423'], asksEmail: false, answer: found };
  const history = [{ role: 'visitor' as const, text: 'FE-20931' }];
  const site = {
    siteName: 'Fernway',
    languages: ['en'],
    replyTexts: {},
    systemText: null,
    answerMode: 'phrase' as const,
  };
  expect(orderSaid({ ...site, orders, history }, 'en')).toEqual({ id: 'order-found', kind: 'order', text: found.text });
});

import { asksForOrder, mayAskForOrder, orderReply, orderStep, type Reply } from '@frontdesk/answers';
import type { PromptMaterial } from '@frontdesk/database';

type Material = Pick<
  PromptMaterial,
  'orders' | 'history' | 'languages' | 'siteName' | 'replyTexts' | 'systemText' | 'answerMode'
>;

/**
 * Pure. What is said of a customer's order: what the site's own server has said, or what has to be known first. Undefined where the
 * message is about no order, and where it may be: a postcode is not refused for being no number of an order.
 * @param material.replyTexts as they are said where the site hands over, or does not
 * @param spoken language of the answer
 * @param ownCase probability that the customer's own case is meant, where that is known
 */
export function orderSaid(material: Material, spoken: string, ownCase = 0): Reply | undefined {
  const { orders, history, languages, siteName, replyTexts, systemText, answerMode } = material;
  // What a caller's own text is for, and what is worded without any knowledge, is not the site's to answer.
  if (!orders || systemText !== null || answerMode === 'plain') return undefined;
  const { answer } = orders;
  if (answer?.outcome === 'found') return { id: 'order-found', kind: 'order', text: answer.text };
  const last = history.at(-1)?.text ?? '';
  const mayAsk = spoken === 'en' && mayAskForOrder(last, ownCase);
  const step = orderStep(history, { ...orders, languages }) ?? (mayAsk ? { kind: 'ask-number' } : undefined);
  if (!step) return undefined;
  const said = (id: Parameters<typeof orderReply>[0]) => orderReply(id, spoken, siteName, replyTexts);
  const before = history.at(-2);
  const hasSaid = (...ids: Parameters<typeof orderReply>[0][]) =>
    before?.role === 'assistant' && ids.some((id) => said(id).text === before.text);
  // Nobody is asked twice: whoever does not say it can't, or wants something else.
  if (step.kind === 'ask-number') return hasSaid('order-number') ? undefined : said('order-number');
  if (step.kind === 'ask-email') return hasSaid('order-email') ? undefined : said('order-email');
  const wasAsked = hasSaid('order-number', 'order-email', 'order-unknown');
  const letters = step.number.match(/\p{L}+/u)?.[0];
  const hasLetters = letters !== undefined && last.toUpperCase().includes(letters);
  const isMeant = wasAsked || hasLetters || asksForOrder(last, languages);
  if (!isMeant) return undefined;
  const mayBeWrong = answer?.outcome === 'unknown' && !hasSaid('order-unknown');
  return said(mayBeWrong ? 'order-unknown' : 'order-failed');
}

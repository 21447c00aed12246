import type { MessageRole } from '@frontdesk/protocol';
import { orderNumberIn } from './order-number.ts';
import { asksForOrder } from './order-question.ts';
import { emailIn, plainSigns } from './order-text.ts';

export type OrderStep =
  | { kind: 'ask-number' }
  | { kind: 'ask-email'; number: string }
  /** `email` is null where the site does not ask for it. */
  | { kind: 'look-up'; number: string; email: string | null };

/** So many messages of the visitor before the last one may have what is needed. */
const lookedBack = 3;

/**
 * Pure: what is to be done about an order after the last message; undefined where it is about none.
 * @param history oldest first; the last is the visitor's
 */
export function orderStep(
  history: readonly { role: MessageRole; text: string }[],
  site: { examples: readonly string[]; asksEmail: boolean; languages: readonly string[] },
): OrderStep | undefined {
  const [last, ...before] = history.flatMap(({ role, text }) => (role === 'visitor' ? [text] : [])).reverse();
  if (last === undefined) return undefined;
  const earlier = before.slice(0, lookedBack);
  const numberIn = (text: string) => orderNumberIn(text, site.examples);
  const said = numberIn(last);
  const asks = said === undefined && asksForOrder(last, site.languages);
  // Who left an address where none is asked for left it for something else.
  if (said === undefined && !asks && !(site.asksEmail && emailIn(last) !== undefined)) return undefined;
  const number = said ?? firstOf(earlier, numberIn);
  if (number === undefined) return asks ? { kind: 'ask-number' } : undefined;
  if (!site.asksEmail) return { kind: 'look-up', number, email: null };
  const email = firstOf([last, ...earlier], emailIn);
  return email === undefined ? { kind: 'ask-email', number } : { kind: 'look-up', number, email };
}

/** Pure: whether `orderStep` may have something to say; false: it has nothing to, whatever was said before. An example has three digits or more. */
export function mayConcernOrder(text: string, languages: readonly string[]): boolean {
  return /\d\D*\d/.test(plainSigns(text)) || emailIn(text) !== undefined || asksForOrder(text, languages);
}

function firstOf(texts: readonly string[], find: (text: string) => string | undefined): string | undefined {
  for (const text of texts) {
    const found = find(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

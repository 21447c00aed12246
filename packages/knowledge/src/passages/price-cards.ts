import type { Block } from '../document.ts';
import { hasVerb } from './fragments.ts';
import { isShort, itemText } from './join-lists.ts';

const currency = '(?:\\p{Sc}|eur|gbp|usd|chf|kr|sek|nok|dkk|pln|zł)';
const amount = '\\d{1,6}(?:[.,]\\d{3})*(?:[.,]\\d{1,2}|,-)?';
/** "£6.50", "from 12 €", "6.50" */
const price = new RegExp(
  `^(?:(?:from|ab) )?(?:${currency}\\s?${amount}|${amount}\\s?${currency}|\\d{1,4}[.,]\\d\\d)\\.?$`,
  'iu',
);

const fewestCards = 3;
const mostInCard = 4;

/**
 * Joins what is told of one thing on a card, as a name, a description and a price below each other: "Soup; With bread; £6.50".
 * In any other group a price would stand beside the name of the next card. Cards are short blocks in a rhythm that ends with
 * a price; where it may begin with one, all stays as it is.
 */
export function joinPrices(blocks: readonly Block[]): Block[] {
  const runs: Block[][] = [];
  for (const block of blocks) {
    const run = runs.at(-1);
    if (run?.[0] && mayBeOnCard(run[0]) && mayBeOnCard(block)) run.push(block);
    else runs.push([block]);
  }
  return runs.flatMap((run) => cardsOf(run) ?? run);
}

const mayBeOnCard = ({ kind, text }: Block) =>
  kind !== 'row' && isShort(text) && !(text.endsWith('.') && hasVerb(text));

function cardsOf(run: readonly Block[]): Block[] | null {
  const ends = [...run.keys()].filter((index) => price.test(run[index]?.text ?? ''));
  const [first = 0, second = 0] = ends;
  const size = second - first;
  const behind = run.length - 1 - (ends.at(-1) ?? 0);
  const isRhythm = ends.every((end, index) => index === 0 || end - (ends[index - 1] ?? 0) === size);
  if (ends.length < fewestCards || size < 2 || size > mostInCard || !isRhythm) return null;
  // Before the first price stands a whole card, and behind the last none that would have its price above it.
  if (first < size - 1 || behind >= size - 1) return null;
  const cards = ends.map((end): Block => {
    const texts = run.slice(end - size + 1, end + 1).map(itemText);
    return { kind: 'row', text: texts.join(size === 2 ? ': ' : '; ') };
  });
  return [...run.slice(0, first - size + 1), ...cards, ...run.slice(first + cards.length * size - size + 1)];
}

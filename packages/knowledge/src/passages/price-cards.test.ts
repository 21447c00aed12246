import { expect, it } from 'vitest';
import type { Block } from '../document.ts';
import { joinPrices } from './price-cards.ts';

const joined = (...texts: string[]) =>
  joinPrices(texts.map((text): Block => ({ kind: 'paragraph', text }))).map(({ text }) => text);

it('tells a price with the name and description above it', () => {
  const cards = ['Soup', 'With bread', '£6.50', 'Salad', 'With nuts.', 'from 14 €', 'Cake', 'With cream', '5.00'];
  expect(joined(...cards)).toEqual([
    'Soup; With bread; £6.50',
    'Salad; With nuts; from 14 €',
    'Cake; With cream; 5.00',
  ]);
  expect(joined('We are open all day.', 'Menu', ...cards, 'Bon appétit', 'Ask us. We know.')).toEqual([
    'We are open all day.',
    'Menu',
    'Soup; With bread; £6.50',
    'Salad; With nuts; from 14 €',
    'Cake; With cream; 5.00',
    'Bon appétit',
    'Ask us. We know.',
  ]);
});

it('tells a price with its name alone', () => {
  expect(joined('Soup', '£6', 'Salad', '£7', 'Cake', '£5')).toEqual(['Soup: £6', 'Salad: £7', 'Cake: £5']);
});

it.each<[string, string[]]>([
  ['prices beside their names', ['Soup £6.50', 'Salad £7', 'Cake £5']],
  ['prices before their names', ['Menu', '£6', 'Soup', '£7', 'Salad', '£5', 'Cake']],
  ['prices between name and description', ['Soup', '£6', 'Hot', 'Salad', '£7', 'Cold', 'Cake', '£5', 'Sweet']],
  ['prices without a rhythm', ['Soup', '£6', 'Salad', 'With nuts', '£7', 'Cake', '£5']],
  ['two of them', ['Soup', '£6', 'Salad', '£7']],
  ['what tells more between', ['Soup', '£6', 'Salad', '£7', 'Now for something sweet: we have cake.', 'Cake', '£5']],
])('leaves %s', (_, texts) => {
  expect(joined(...texts)).toEqual(texts);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderNumberIn } from './order-number.ts';

describe('like FE-10423', () => {
  it.each([
    ['FE-10423', 'FE-10423'],
    ['fe-20999', 'FE-20999'],
    ['fe 10423', 'FE-10423'],
    ['10423', 'FE-10423'],
    ['its #10423, thanks', 'FE-10423'],
    ['FE -- 10423', 'FE-10423'],
    ['FE10423', 'FE-10423'],
    ['#FE-10423', 'FE-10423'],
    ['Fe – 10423', 'FE-10423'],
    ['FE_10423', 'FE-10423'],
    ['FE.10423.', 'FE-10423'],
    ['FE/10423?', 'FE-10423'],
    ['fe#10423', 'FE-10423'],
    ['FE‑10423', 'FE-10423'],
    ['FE-\u200B10423', 'FE-10423'],
    ['ＦＥ－１０４２３', 'FE-10423'],
    ['My order FE-10423 has not arrived', 'FE-10423'],
    ['is it (fe10423)?', 'FE-10423'],
    ['It is **FE-10423**, thanks', 'FE-10423'],
    ['order:FE-10423,FE-10424', 'FE-10423'],
    ['FE-1042', 'FE-1042'],
    ['FE-104231', 'FE-104231'],
    ['FE-1042 or rather FE-10423', 'FE-10423'],
    ['https://shop.example/orders/FE-10423', 'FE-10423'],
    ['FE 2024', 'FE-2024'],
    ['fe-2024', 'FE-2024'],
  ])('%s', (text, number) => {
    expect(orderNumberIn(text, ['FE-10423'])).toBe(number);
  });

  it.each([
    'FE-104',
    'FE-1042312',
    'FE-10423a',
    'CAFE-10423',
    'EF-10423',
    'FE-10423-7',
    'FE-10423.50',
    'fe10423@mail.example',
    'anna.fe-10423@mail.example',
    'anna@fe-10423.example',
    'fe10423@mail',
    'fe 2024',
    'FE-١٠٤٢٣',
    '',
    'I have read your page about the 10423 kinds of ferns',
    '€10423',
    'phone 10423',
  ])('not %s', (text) => {
    expect(orderNumberIn(text, ['FE-10423'])).toBeUndefined();
  });
});

it.each([
  ['402-1234567-8901234', '402 1234567 8901234', '402-1234567-8901234'],
  ['402-1234567-8901234', 'order 402123456789012', undefined],
  ['2024-00123', 'order 202400124', '2024-00124'],
  ['1234-1234-X', '9876-98765-X', '9876-98765-X'],
  ['1234-1234-X', '98765-9876-X', undefined],
  ['A1B2C345', 'a1b2c3456', 'A1B2C3456'],
  ['W123456789', 'w 123 456 789', undefined],
  ['ab/cd#1234', 'AB CD 999', 'AB/CD#999'],
  ['Ä-1234', 'ä1234', 'Ä-1234'],
  ['1234-X', '1234 x', '1234-X'],
  ['R123', 'R12', 'R12'],
])('takes %s for what %s looks like: %s', (example, text, number) => {
  expect(orderNumberIn(text, [example])).toBe(number);
});

it('takes the example that has as many digits, whichever comes first', () => {
  expect(orderNumberIn('FE-1042', ['FE-10423', 'FE-1234'])).toBe('FE-1042');
  expect(orderNumberIn('order 10423 or FE-20001', ['99999', 'FE-10423'])).toBe('10423');
  expect(orderNumberIn('order 10423', [])).toBeUndefined();
});

describe('like 10423', () => {
  it.each([
    '10423',
    '#10423',
    ' 10423.',
    'Order 10423',
    'order no. 10423',
    'order:10423?',
    'my order number is 10423',
    'It is 10423, I think',
    'yes its 10423',
    '10423 thanks',
    '10423, Anna Smith',
    'where is my order 10423 and why does it take so long',
    'order 10423 2 weeks ago',
    'order 10423 14 days late',
    'order 10423 from 3 May',
    'My order (10423) has not arrived',
    'Wo ist meine Bestellung Nr. 10423?',
    'mi pedido 10423 no ha llegado',
    'commande n° 10423',
    "l'ordine numero 10423 non è arrivato",
    'bestelling 10423 is er nog niet',
    'a encomenda 10423 não chegou',
    'I ordered on 2024-05-03, number 10423',
    'in order 10423 something is missing',
    'can you please have a look at #10423 for me',
  ])('%s', (text) => {
    expect(orderNumberIn(text, ['99999'])).toBe('10423');
  });

  it.each([
    '104',
    '1042312',
    'A10423',
    '10423b',
    '10.423',
    '10,423',
    '10423.50',
    '10423,50',
    '10423-1234',
    '€10423',
    '10423 €',
    '$ 10423',
    '10423 euros',
    'my order of 10423 EUR',
    '+49 10423',
    '06 10423 77',
    '0123 10423',
    '(030) 10423',
    'my order: call me on 10423',
    'order by phone 10423',
    'my phone number is 10423 for the order',
    '555 10423',
    '10423 555 123',
    '10423/05/2024',
    '12.05.2024',
    '2024-05-12',
    'I ordered in 2024',
    'my order is from 2023',
    'my order of May 2024',
    'do you ship to 10115?',
    'do you deliver orders to 10115 Berlin',
    'postcode 10115 for delivery',
    'is the delivery to 10115 free',
    'article 10423 in my order?',
    'Do you have the lamp with 10423 lumens for me?',
    'the bike has done 10423 km, order?',
    'my order has 10423 pieces',
    'can I buy the model with the name 10423 here',
    '10423@mail.example',
    'my order: max.10423@mail.example',
    'my order https://shop.example/products/10423',
    'is the bike 10423 available in red now',
    'my order www.shop.example/10423',
  ])('not %s', (text) => {
    expect(orderNumberIn(text, ['99999'])).toBeUndefined();
  });

  it('takes a year where nothing else is said', () => {
    expect(orderNumberIn('2024', ['1234'])).toBe('2024');
    expect(orderNumberIn('order number 2024', ['1234'])).toBe('2024');
    expect(orderNumberIn('order from May 2024', ['1234'])).toBeUndefined();
  });
});

const letters = fc.string({ unit: fc.constantFrom(...'ABCXYZ'), minLength: 2, maxLength: 6 });
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 5, maxLength: 9 });
const sign = fc.constantFrom('', '-', '_', '/', '.', '#');

it('finds whatever is written as an example is, in any case and with any sign', () => {
  fc.assert(
    fc.property(letters, digits, sign, sign, fc.boolean(), (word, number, its, written, isSmall) => {
      const text = `${word}${written}${number}`;
      const said = `Hello, it is ${isSmall ? text.toLowerCase() : text}, please.`;
      expect(orderNumberIn(said, [`${word}${its}${number.replace(/\d/g, '1')}`])).toBe(`${word}${its}${number}`);
    }),
  );
});

it('says only what is in the text, in the form of an example', () => {
  const pieces = fc.array(
    fc.constantFrom('FE', 'fe', '-', ' ', '10423', '1', '2024', '#', '.', '@', 'order ', '€', '\n', 'é'),
  );
  fc.assert(
    fc.property(pieces, (said) => {
      const text = said.join('');
      const number = orderNumberIn(text, ['FE-10423', '55555']);
      if (number === undefined) return;
      expect(number).toMatch(/^(?:FE-)?\d{4,6}$/);
      expect(text).toContain(number.replace('FE-', ''));
    }),
  );
});

it('takes no time over messages that were made to take some', () => {
  const examples = [
    '402-1234567-8901234',
    'A-B-C-D-E-1-2-3-4-5-6',
    '10423',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ-123456789012',
    'FE-10423',
  ];
  for (const piece of [
    '1',
    '12345 ',
    '1-',
    'a',
    'A-',
    'A - ',
    '@',
    'a@',
    'FE ',
    ' ',
    '#',
    'order 1 ',
    '402-1234567-',
    '\u200B',
  ]) {
    const before = performance.now();
    orderNumberIn(piece.repeat(4_000 / piece.length), examples);
    expect([piece, performance.now() - before < 300]).toEqual([piece, true]);
  }
});

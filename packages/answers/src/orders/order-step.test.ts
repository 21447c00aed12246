import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayConcernOrder, orderStep } from './order-step.ts';

const site = { examples: ['FE-10423'], asksEmail: false, languages: ['en', 'de'] };
const withEmail = { ...site, asksEmail: true };

/** A conversation; what begins with `>` the chat said. */
const after = (...said: string[]) =>
  said.map((text) =>
    text.startsWith('>') ? { role: 'assistant' as const, text: text.slice(1) } : { role: 'visitor' as const, text },
  );
/** With the longest domain more than an address may have. */
const longLocal = 'a'.repeat(60);
const lookUp = (number: string, email: string | null = null) => ({ kind: 'look-up', number, email });

describe('where a number is enough', () => {
  it.each([
    [['FE-10423'], lookUp('FE-10423')],
    [['where is order fe 10423?'], lookUp('FE-10423')],
    [['Where is my order?'], { kind: 'ask-number' }],
    [['Where is my order?', '>What is your order number?', 'fe10423'], lookUp('FE-10423')],
    [['Where is my order?', '>What is your order number?', 'I do not know it'], undefined],
    [['FE-10423', '>On its way.', 'and where is my parcel now?'], lookUp('FE-10423')],
    [['FE-10423', 'FE-20001', 'where is my order'], lookUp('FE-20001')],
    [['FE-10423', 'a', 'b', 'where is my order'], lookUp('FE-10423')],
    [['FE-10423', 'a', 'b', 'c', 'where is my order'], { kind: 'ask-number' }],
    [['>FE-10423', 'where is my order'], { kind: 'ask-number' }],
    [['FE-10423', '>On its way.', 'thank you'], undefined],
    [['FE-10423', '>Please leave your e-mail address.', 'anna@mail.example'], undefined],
    [['hello'], undefined],
    [['Wo ist mein Paket?'], { kind: 'ask-number' }],
    [['Où est mon colis ?'], undefined],
    [['FE-10423 anna@mail.example'], lookUp('FE-10423')],
  ])('%j', (said, step) => {
    expect(orderStep(after(...said), site)).toEqual(step);
  });
});

describe('where the e-mail address is asked for, too', () => {
  it.each([
    [['FE-10423'], { kind: 'ask-email', number: 'FE-10423' }],
    [['FE-10423 anna@mail.example'], lookUp('FE-10423', 'anna@mail.example')],
    [
      ['FE-10423', '>And which e-mail address?', 'it is Anna.B+shop@mail.co.example.'],
      lookUp('FE-10423', 'Anna.B+shop@mail.co.example'),
    ],
    [['where is my order', 'anna@mail.example', 'FE-10423'], lookUp('FE-10423', 'anna@mail.example')],
    [['anna@mail.example', 'a', 'b', 'FE-10423'], lookUp('FE-10423', 'anna@mail.example')],
    [['anna@mail.example', 'a', 'b', 'c', 'FE-10423'], { kind: 'ask-email', number: 'FE-10423' }],
    [['FE-10423 anna@mail.example', 'sorry, ben@mail.example'], lookUp('FE-10423', 'ben@mail.example')],
    [['FE-10423', '>anna@mail.example', 'where is my order?'], { kind: 'ask-email', number: 'FE-10423' }],
    [['anna@mail.example'], undefined],
    [['where is my order? anna@mail.example'], { kind: 'ask-number' }],
    [['FE-10423', 'what about returns?'], undefined],
    [[`FE-10423 anna@${'mail.'.repeat(6)}example`], lookUp('FE-10423', `anna@${'mail.'.repeat(6)}example`)],
    [[`FE-10423 ${longLocal}@${`${'m'.repeat(60)}.`.repeat(4)}example`], { kind: 'ask-email', number: 'FE-10423' }],
  ])('%j', (said, step) => {
    expect(orderStep(after(...said), withEmail)).toEqual(step);
  });
});

it('says nothing where the visitor said nothing', () => {
  expect(orderStep([], site)).toBeUndefined();
  expect(orderStep(after('>Hello'), site)).toBeUndefined();
});

it.each([
  ['R12', true],
  ['ＦＥ１２', true],
  ['anna@mail.example', true],
  ['where is my order', true],
  ['do you have 1 lamp?', false],
  ['hello @anna', false],
  ['How much is delivery?', false],
])('may %s concern an order: %s', (text, may) => {
  expect(mayConcernOrder(text, ['en'])).toBe(may);
});

it('has a step only for what may concern an order, whatever was said before', () => {
  const text = fc
    .array(
      fc.constantFrom(
        'FE',
        'R',
        '-',
        ' ',
        '10',
        '423',
        '5',
        'where is my order',
        'anna@mail.example',
        '@',
        '.',
        '？',
        '１２',
        '\u200B',
      ),
    )
    .map((pieces) => pieces.join(''));
  const shop = { examples: ['FE-10423', '1234', 'R123'], asksEmail: true, languages: ['en'] };
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), text, (before, last) => {
      fc.pre(orderStep(after(...before.map((one) => ` ${one}`), ` ${last}`), shop) !== undefined);
      expect(mayConcernOrder(last, ['en'])).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('takes no time over messages that were made to take some', () => {
  for (const piece of ['a', 'a.', 'a-', "a'", '@', 'a@', 'a@b.', 'a@b', '%', '1']) {
    const text = piece.repeat(4_000 / piece.length);
    const before = performance.now();
    orderStep(after(text, text, text, `${text} anna@mail`), withEmail);
    expect([piece, performance.now() - before < 300]).toEqual([piece, true]);
  }
});

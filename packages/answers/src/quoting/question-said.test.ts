import { expect, test } from 'vitest';
import { questionSaid } from './question-said.ts';
import { quotablesOf, quotedTogether } from './quotable-passages.ts';

const used = 'Do you buy used bikes?';

test.each([
  // What the customer asks, the title, how the passage begins, whether its question is said.
  ['do you sell used bikes?', used, 'No, but we take old bikes for free.', true],
  ['Do you buy used bikes', used, 'No, but we take old bikes for free.', false],
  ['hi, do you buy any used bike please?', used, 'No, but we take old bikes for free.', false],
  ['you do not buy used bikes?', used, 'No, but we take old bikes for free.', true],
  ['can I come without an appointment', 'Repairs › Do I need an appointment?', 'Yes, please book online.', true],
  ['how long for a wheel?', 'How long does a service take?', 'It takes two days.', true],
  ['what does storage cost', 'How long do you keep my bike?', 'Four weeks.', true],
  ['parcel limit?', 'How heavy may a box be?', 'Up to 20 kg each.', true],
  ['are you closed at easter', 'Are you open on Sundays?', 'Not in winter.', true],
  ['can I get an appointment?', 'Do I need an appointment?', 'No, just drop in whenever you like.', true],
  ['¿Reparan patinetes?', '¿Reparan bicicletas?', 'Sí, y las de niños con un 20 % de descuento.', true],
  ['Riparate monopattini?', 'Riparate biciclette?', 'Sì, e quelle per bambini con il 20 % di sconto.', true],
  ['Ist sonntags zu?', 'Ist sonntags geöffnet?', 'Ja, von 10 bis 12 Uhr.', true],
  // A sentence that says by itself what is so.
  ['do you sell used bikes?', used, 'We take old bikes for free.', false],
  ['when do you close', 'When are you open?', 'On Saturdays we are open from nine until one.', false],
  // What stands above is no question.
  ['do you sell used bikes?', 'Used bikes', 'No, we do not buy any.', false],
  ['do you sell used bikes?', '', 'No, we do not buy any.', false],
  ['do you sell used bikes?', `${'Really, '.repeat(30)}why?`, 'No, we do not buy any.', false],
])('%j under %j: %j', (asked, title, sentence, isSaid) => {
  expect(questionSaid(title, sentence, asked) !== undefined).toBe(isSaid);
});

test('says the last of the titles, as passages are written', () => {
  expect(questionSaid('FAQ › Bikes ›  Do you\u00a0buy  bikes? ', 'No.', 'buy bikes')).toBeUndefined();
  expect(questionSaid('FAQ › Do you\u00a0buy  bikes? ', 'No.', 'sell?')).toBe('Do you buy bikes?');
});

const passage = {
  id: 'p',
  title: used,
  text: 'No, but we take old bikes for free. Bring them to the back door.',
  score: 0.9,
};

test('a quote of it is of the passage alone, and so are its sentences', () => {
  const [quotable] = quotablesOf([passage], { asked: 'Do you sell used bikes?' });
  expect(quotable).toMatchObject({
    text: `${used} ${passage.text}`,
    quotes: [{ passageId: 'p', text: passage.text }],
    sentences: ['No, but we take old bikes for free.', 'Bring them to the back door.'],
  });
  expect(quotablesOf([passage], { asked: used })[0]?.text).toBe(passage.text);
  expect(quotedTogether([passage], 'Do you sell used bikes, and when are you open?')?.text).toBe(
    `${used} ${passage.text}`,
  );
});

test('what stands further down needs it no more', () => {
  const sentences = [
    'No, but we take old bikes for free and give them to a workshop for young people in the neighbourhood.',
    'Every Saturday they mend what they were given, and sell some of it for little money in the yard behind our house.',
    'Helmets are new.',
  ];
  const quotables = quotablesOf([{ ...passage, text: sentences.join(' ') }], { asked: 'helmets' });
  expect(quotables.map(({ text }) => text)).toEqual([`${used} ${sentences[0]}`, sentences[1], sentences[2]]);
});

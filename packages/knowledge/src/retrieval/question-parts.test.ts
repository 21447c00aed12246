import fc from 'fast-check';
import { expect, it } from 'vitest';
import { questionAlone, questionParts } from './question-parts.ts';

it.each<[message: string, ...parts: string[]]>([
  ['Do you ship to Portugal and how long does it take?', 'Do you ship to Portugal', 'how long does it take?'],
  ['Do you ship to Portugal? And can I pay in crowns?', 'Do you ship to Portugal?', 'can I pay in crowns?'],
  ['how much is a wash, also are you open on sundays', 'how much is a wash', 'are you open on sundays'],
  ['is there a lift, how wide is it', 'is there a lift', 'how wide is it'],
  ['Have you a ladder - and what do you charge for it?', 'Have you a ladder', 'what do you charge for it?'],
  ['price of a wash + opening hours?', 'price of a wash', 'opening hours?'],
  ['Can I come at noon; and till when may I stay?', 'Can I come at noon', 'till when may I stay?'],
  ['Is there parking and do gift cards expire?', 'Is there parking', 'do gift cards expire?'],
  // What is announced, told first or said last.
  ['Two questions: is it warm and may dogs come in?', 'is it warm', 'may dogs come in?'],
  ['Two things. Is it warm? May dogs come in? Thanks!', 'Is it warm?', 'May dogs come in?'],
  ["We arrive at 11 pm. Are you there, and where's the key?", 'We arrive at 11 pm. Are you there', "where's the key?"],
  ['Is it warm? I have a cat. Can it come in?', 'Is it warm?', 'I have a cat. Can it come in?'],
  ['1. Is it warm?\n2. Can I swim?\n3. What is it?', 'Is it warm?', 'Can I swim?', 'What is it?'],
  ['1) Is it warm 2) can I swim', 'Is it warm', 'can I swim'],
  ['Is it warm? + what is it', 'Is it warm?', 'what is it'],
  ['opening hours + can I pay cash?', 'opening hours', 'can I pay cash?'],
  ['Are you open on Saturdays? And on Sundays?', 'Are you open on Saturdays?', 'And on Sundays?'],
  ['Is there a sauna, and if so, how warm is it?', 'Is there a sauna', 'how warm is it?'],
  ['Do you have it in black? Plus sizes?', 'Do you have it in black?', 'Plus sizes?'],
  ['Do you deliver?How much is it?', 'Do you deliver?', 'How much is it?'],
  ['Where can I park? We arrive at 11pm. Is that ok?', 'Where can I park?', 'We arrive at 11pm. Is that ok?'],
  [
    'I have a question about the spa. Is it warm? Can I swim?',
    'I have a question about the spa. Is it warm?',
    'Can I swim?',
  ],
  // Requests.
  [
    'Could you tell me how much it is and whether you deliver?',
    'Could you tell me how much it is',
    'whether you deliver?',
  ],
  ["I'd like to know what it costs and if it is wide", "I'd like to know what it costs", 'if it is wide'],
  // By marks alone in other languages.
  ['Haben Sie offen? Was kostet es?', 'Haben Sie offen?', 'Was kostet es?'],
])('%j asks several things', (message, ...parts) => {
  expect(questionParts(message)).toEqual(parts);
});

it.each([
  'Do you ship to Portugal?',
  'I bought a helmet last week, it is too small, can I return it?',
  'If I come late, can I still get in?',
  'Can I pay now and when I arrive?',
  'Is it something that I can buy and have delivered?',
  'Can I pay here and do the rest online?',
  'Can I bring my dog or do you have kennels?',
  'What time do you open and close?',
  'Do you sell pots and pans?',
  "My order came. It can't be used, which is a shame.",
  'I want to know when.',
  'Thanks! Bye & good luck.',
  // What ends like a sentence.
  'Is Dr. Miller in today?',
  'Are you open until 8 p.m. on Sundays?',
  'Do you take cards, e.g. Amex?',
  'Do you deliver to St. Ives?',
  // One thing with a sign in it.
  'Do you sell salt & vinegar crisps?',
  'Can we bring 2 dogs + 1 cat?',
  // Pleasantries.
  'Hi, how are you? Do you ship to Spain?',
  'Can you help me? What are your opening hours?',
  'Can I ask, what is the dress code?',
  'Just wondering, do you deliver to Wales?',
  'Can we check in at 9am, is that ok?',
  'You take dogs? Really?',
  'Where is my order? Could you please check and let me know?',
  // Told, though it has a word of asking in it.
  'I want to check in early, is that possible?',
  "I don't know my size, which one should I take?",
  "Can't log in. What do I do?",
  'Would like to book a table. Do you have space?',
  'What a lovely place! Do you do weddings?',
  'Do you ship to Wales?\nThanks, Will',
  // One question.
  'How and when do I pay?',
  'What days and what times are you open?',
  'Can my daughter, who is 3, sit on my lap?',
  'Do you have a room which is quiet and which has a balcony?',
  "Do I get a refund if I am ill and can't come?",
  'Can I pay when I arrive? Or do I have to pay now?',
  'Do you sell tins, can openers and knives?',
  'Is it? Is it? Is it? Is it?',
  '??',
  '',
])('%j is left whole', (message) => {
  expect(questionParts(message)).toEqual([message]);
});

const story =
  'We came by train from Porto, it rained all week, and my sister lost her umbrella on the way to the hotel, which made us laugh.';

it('finds the only question of a message that tells more than it asks', () => {
  expect(questionAlone(`Hello! ${story} Can we dry our coats there? Many thanks, Ana`)).toEqual({
    told: ['Hello!', story],
    asked: 'Can we dry our coats there?',
  });
  expect(questionAlone(`Hi, how are you? ${story} Can you help me? Where is the dryer?`)).toMatchObject({
    asked: 'Where is the dryer?',
  });
  expect(questionAlone(`I'd like to know if you have a dryer. ${story}`)).toMatchObject({ told: [] });
});

it.each([
  ['There are six of us. Could we book a class?'],
  [`${story} Can we dry our coats? And where?`],
  [story],
  ['Can we dry our coats?'],
  [''],
  [`${story} Can you help me?`],
])('%j has none', (message) => {
  expect(questionAlone(message)).toBeUndefined();
});

it('makes nothing up, whatever is written', () => {
  const word = fc.constantFrom(
    'how',
    'much',
    'is',
    'it',
    'and',
    'also',
    'can',
    'we',
    'tell',
    'me',
    'when',
    'dogs',
    '+',
    ',',
    '?',
    '.',
    '\n',
    '€',
    '日本',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const message = words.join(' ');
      const parts = questionParts(message);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.length).toBeLessThanOrEqual(3);
      if (parts.length === 1) expect(parts).toEqual([message]);
      const flat = (text: string) => text.replace(/\s+/g, ' ');
      for (const part of parts.length > 1 ? parts : []) {
        expect(part).not.toBe('');
        for (const piece of part.split(/\s+/)) expect(flat(message)).toContain(piece);
      }
    }),
  );
});

it('takes no longer for a hostile message', () => {
  const startedMs = performance.now();
  for (const piece of ['and ', ', ', 'is it and ', 'know ', '+ ', 'and, and also, ', '? ', 'tell me whether ']) {
    questionParts(piece.repeat(4_000 / piece.length));
  }
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

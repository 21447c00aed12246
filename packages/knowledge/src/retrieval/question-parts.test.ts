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
  expect(questionAlone(`I'd like to know if you have a dryer. ${story}`)).toMatchObject({ told: [] });
});

it.each([
  ['There are six of us. Could we book a class?'],
  [`${story} Can we dry our coats? And where?`],
  [story],
  ['Can we dry our coats?'],
  [''],
])('%j has none', (message) => {
  expect(questionAlone(message)).toBeUndefined();
});

it('makes nothing up and leaves no word of a question out, whatever is written', () => {
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

import { describe, expect, it } from 'vitest';
import { dependsOnPrevious, hasWord, questionBefore } from './follow-up.ts';

describe('dependsOnPrevious', () => {
  it.each([
    'And on Sundays?',
    'what about children',
    'How much is it?',
    'how long are they valid?',
    'Why?',
    'How much?',
    'do I need a card for that?',
    'Even for members?',
    'is that per person?',
    'ok, and express?',
    'And to Norway?',
    'which one is cheaper for two people?',
    'How long does it take?',
  ])('%s depends', (question) => {
    expect(dependsOnPrevious(question)).toBe(true);
  });

  it.each([
    '',
    'Do you ship to Germany?',
    'returns?',
    'opening hours',
    'Is it possible to return a helmet?',
    'How long does it take to get a refund?',
    'is there a printer?',
    'I bought a lamp last week, can I still return it?',
    'My parcel arrived broken and the driver left it in the rain, so what are my options now and who pays for a new one?',
    'What does one day cost?',
    'Can I pay with PayPal?',
    'is this shop open on Monday?',
  ])('%s stands alone', (question) => {
    expect(dependsOnPrevious(question)).toBe(false);
  });
});

it.each([
  ['huh?', false],
  ['????', false],
  ['Hmm, oh!', false],
  ['salmon?', true],
  ['95?', true],
])('%s has a word: %s', (message, expected) => {
  expect(hasWord(message)).toBe(expected);
});

it.each([
  [[], undefined],
  [['Adult ticket?'], 'Adult ticket?'],
  [['Are you open on Sunday?', 'Adult ticket?'], 'Adult ticket?'],
  [['Are you open on Sunday?', 'Adult ticket?', 'and off-peak?'], 'Adult ticket? and off-peak?'],
  [['and off-peak?'], 'and off-peak?'],
  [
    ['Adult ticket?', 'and off-peak?', 'and for kids?', 'what about dogs?'],
    'and off-peak? and for kids? what about dogs?',
  ],
])('what was asked before: %j', (questions, before) => {
  expect(questionBefore(questions)).toBe(before);
});

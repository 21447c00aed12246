import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PhraseConstraint, tokenTexts } from './phrase-constraint.ts';
import { PhraseRules, phraseStart } from './phrase-rules.ts';

const vocabulary = [
  ...['', ' ', ...'0123456789abcdefghijklmnopqrstuvwxyzIM.,:@/-$!(', '\n'],
  ...[
    ' I',
    ' am',
    ' a',
    ' human',
    ' not',
    ' se',
    'seven',
    'teen',
    ' Mon',
    'day',
    's',
    ' www',
    '.com',
    ' 30',
    ' days.',
    ' help',
    '@fern',
    'ü',
    'T',
    '!\n',
    '\n\n',
    '-I',
    '(seven',
    '  am',
    ',human',
    ...[
      '€',
      '%',
      ' €',
      ' €1',
      '30%',
      ' €30',
      ' one',
      ' thirty',
      ' week',
      ' euro',
      's',
      ' euros',
      '  euros',
      '-week',
      '€\n',
      ' per',
      ' cent',
      ' EUR',
      ' pence',
      '-17',
      '٣',
      '٠',
      ' ٣٠',
    ],
    ...[
      ' You',
      ' are',
      ' talking',
      ' to',
      ' person',
      ' agent',
      ' bot',
      ' AI',
      "'m",
      ' may',
      ' five',
      ' hundred',
      '-five',
      ' and',
      ' twenty',
      ' 5',
    ],
    ...[
      ' k',
      ' m',
      'kg',
      ' kg',
      'pm',
      ' p',
      ' 12',
      ' 000',
      ' rs',
      ' Rs.',
      ' rupees',
      ' on',
      ' Sat',
      ' Sun',
      '-sat',
      'set',
      ' Sat,',
    ],
  ],
];
const tokens = tokenTexts(vocabulary.length, (ids) => ids.map((id) => vocabulary[id]).join(''));
const endId = 0;
const rules = new PhraseRules([
  'You have 30 days, or 17 weeks, for €130 or 5%. help@fernway.com, Monday. Twenty-five of 500. Sevenths, monda. t.me/us ٣٠. 12 000 or 5 kg, sunset',
]);

it('allows what the rules allow after the text so far, whatever was chosen', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
      const constraint = new PhraseConstraint(rules, tokens, [endId]);
      const ids: number[] = [];
      let state = phraseStart;
      for (const choice of choices) {
        const naive = vocabulary.flatMap((text, id) =>
          (id === endId ? rules.mayEnd(state) : rules.next(state, text)) ? [id] : [],
        );
        constraint.follow(ids);
        expect(constraint.allowed).toEqual(naive);
        expect(constraint.mayEnd).toBe(naive.includes(endId));
        const going = naive.filter((id) => id !== endId);
        const id = going[choice % going.length];
        if (id === undefined) throw new Error('a dead end');
        ids.push(id);
        state = rules.next(state, vocabulary[id] ?? '') ?? state;
      }
      const anew = new PhraseConstraint(rules, tokens, [endId]);
      for (const one of [constraint, anew]) one.follow(ids);
      expect(anew.allowed).toEqual(constraint.allowed);
    }),
    { numRuns: 300 },
  );
});

it('refuses to go on after what must not be said', () => {
  const constraint = new PhraseConstraint(rules, tokens, [endId]);
  expect(() => constraint.follow([vocabulary.indexOf('6')])).toThrow('must not be said');
});

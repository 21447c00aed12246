import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhraseRules, phraseStart } from './phrase-rules.ts';

const rules = new PhraseRules([
  'Returns: 30 days. Express costs $1,299.50 (9:30 to 17:00, Monday). Write to help@fernway.example or see https://fernway.example/returns.',
  'Can I have 2 of them in five weeks?',
]);

/** Says a text in pieces; where it was stopped, or all of it. */
function say(text: string, size = 1): string {
  let state = phraseStart;
  for (let at = 0; at < text.length; at += size) {
    const next = rules.next(state, text.slice(at, at + size));
    if (!next) return text.slice(0, at);
    state = next;
  }
  return rules.mayEnd(state) ? text : `${text}…`;
}

describe('what the sources say may be said', () => {
  it.each([
    'You have 30 days.',
    'It costs $1,299.50, from 9:30 on Monday.',
    'Two of them, in 5 weeks (5!)',
    'A 30-day return',
    'Write to help@fernway.example.',
    'See (https://fernway.example/returns) for more.',
    'I am an assistant, e.g. a program. I am not a human.',
    'Money is one thing',
    'It costs $ 1,299.50, or 1,299.50 dollars',
    'One of them weighs 30 kg',
    'You are talking to an assistant, a person will answer. You are not chatting with a human.',
    'First, you may march in. The fifth of two.',
  ])('%s', (text) => {
    for (const size of [1, 2, 5, 100]) expect(say(text, size)).toBe(text);
  });
});

describe('what no source says is not even begun', () => {
  it.each([
    ['You have 60 days', 'You have '],
    ['You have 31 days', 'You have 3'],
    ['You have 300 days', 'You have 30'],
    ['It costs $1,299.60', 'It costs $1,299.'],
    ['in seven weeks', 'in seve'],
    ['on Tuesday', 'on Tu'],
    ['Mon-Fri', 'Mon'],
    ['ask info@fernway.example', 'ask info'],
    ['ask help@fernway.com', 'ask help@fernway.'],
    ['see https://evil.example', 'see https://'],
    ['see www.fernway.example', 'see www'],
    ['I am a real human', 'I am a real huma'],
    ["Yes, I'm a person", "Yes, I'm a perso"],
    ['You are right now chatting with a very real human', 'You are right now chatting with a very real huma'],
    ['You are chatting with a real person', 'You are chatting with a real perso'],
    ['No, you are talking to a person', 'No, you are talking to a perso'],
    ["Now you're talking to a human", "Now you're talking to a huma"],
    ['It costs $30', 'It costs $'],
    ['It costs $ 30', 'It costs $ '],
    ['It costs 30 $', 'It costs 30 '],
    ['It costs 30%', 'It costs 30'],
    ['It costs €1,299.50', 'It costs €'],
    ['It costs thirty dollars', 'It costs thirty dolla'],
    ['It costs 30 euros', 'It costs 30 eu'],
    ['It costs thousand', 'It costs thousan'],
    ['in a dozen days', 'in a doze'],
    ['in one week', 'in one wee'],
    ['within ３０ days', 'within '],
    ['within ٣٠ days', 'within '],
    ['in ½ hour', 'in '],
    ['on the fifteenth', 'on the fiftee'],
    ['on Wed at', 'on We'],
    ['at noon', 'at noo'],
    ['half the price', 'hal'],
    ['twice a day', 'twic'],
    ['in March', 'in Marc'],
    ['by late May', 'by late Ma'],
  ])('%s', (text, said) => {
    expect(say(text)).toBe(said);
  });

  it('nor ended before it is whole', () => {
    expect(say('You have 3')).toBe('You have 3…');
    expect(say('You have 3 days')).toBe('You have 3');
  });
});

it('lets every source say itself, whatever numbers it has', () => {
  const piece = fc.constantFrom('5', '30', '1,200', '€', '$', '%', 'euros', 'one', 'ten', 'week', 'for', '-', '.', ' ');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const source = pieces.join('').trim();
      // "30.for€" is taken for a link, and none with signs beyond ASCII is said.
      fc.pre(!/\.\p{L}/u.test(source));
      const own = new PhraseRules([source]);
      expect(own.next(phraseStart, `${source} `)).toBeDefined();
    }),
  );
});

it('says an address whole, whatever numbers and names of days it has', () => {
  const own = new PhraseRules(['Write to support24@fernway.example or see mon-7.example']);
  for (const text of ['Ask support24@fernway.example.', 'See mon-7.example']) {
    let state = phraseStart;
    for (const [at, character] of [...text].entries()) {
      const next = own.next(state, character);
      expect(next, text.slice(0, at + 1)).toBeDefined();
      state = next ?? state;
    }
    expect(own.mayEnd(state)).toBe(true);
  }
  const within = ['support', '2'].reduce((state, text) => own.next(state, text) ?? state, phraseStart);
  expect(own.mayEnd(within)).toBe(false);
});

it('never comes to a place where nothing may follow', () => {
  const characters = [...'0123456789abdefhilmnoprstuwyMT@.:/,- $€%'];
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (choices) => {
      let state = phraseStart;
      for (const choice of choices) {
        const allowed = characters.flatMap((character) => rules.next(state, character) ?? []);
        expect(allowed.length).toBeGreaterThan(0);
        state = allowed[choice % allowed.length] ?? state;
      }
    }),
  );
});

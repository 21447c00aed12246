import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhraseRules, phraseStart } from './phrase-rules.ts';

const rules = new PhraseRules([
  'Returns: 30 days. Express costs $1,299.50 (9:30 to 17:00, Monday). Write to help@fernway.example or see https://fernway.example/returns.',
  'Can I have 2 of them in five weeks?',
]);

/** Says a text in pieces; where it was stopped, or all of it. */
function say(text: string, size = 1, own = rules): string {
  let state = phraseStart;
  for (let at = 0; at < text.length; at += size) {
    const next = own.next(state, text.slice(at, at + size));
    if (!next) return text.slice(0, at);
    state = next;
  }
  return own.mayEnd(state) ? text : `${text}…`;
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
    'I am sorry, a person will answer. I am asking a colleague, and I am here for you. Our team will answer.',
    "I'm an AI support agent, not a person. I'm not programmed to talk to agents. I'm not a human but a bot.",
    'If you are talking to an agent, a robot is no machine. I am the assistant of the team.',
    'First, you may march in. The fifth of two.',
  ])('%s', (text) => {
    for (const size of [1, 2, 5, 100]) expect(say(text, size)).toBe(text);
  });
});

describe('numbers in words', () => {
  it.each<[string, string, string]>([
    ['20 seats and 5 rooms for €100', 'We have twenty-five rooms', 'We have twenty-fiv'],
    ['20 seats and 5 rooms for €100', 'We have twenty five rooms', 'We have twenty fiv'],
    ['20 seats and 5 rooms for €100', 'It costs five hundred euros', 'It costs five hundre'],
    ['20 seats and 5 rooms for €100', 'It costs 5 hundred euros', 'It costs 5 hundre'],
    ['20 seats and 5 rooms for €100', 'It costs a hundred and five euros', 'It costs a hundred and fiv'],
    ['20 seats and 5 rooms for €100', 'It costs a hundred euros, or five', 'It costs a hundred euros, or five'],
    ['20 seats and 5 rooms for €100', 'on the twenty-first', 'on the twenty-firs'],
    ['25 rooms for €500', 'Twenty-five rooms, five hundred euros', 'Twenty-five rooms, five hundred euros'],
    ['25 rooms for €500', 'Twenty five rooms, 5 hundred', 'Twenty five rooms, 5'],
    ['25 rooms for €500', 'Twenty rooms', 'Twenty '],
    ['25 rooms for €500', 'twenty.', 'twenty'],
    ['25 rooms for €500', 'twenty-six', 'twenty-'],
    ['25 rooms for €500', 'five rooms', 'five '],
    ['twenty-five rooms', '25 rooms, the twenty-fifth', '25 rooms, the twenty-fifth'],
    ['1,500 seats', 'fifteen hundred, one thousand five hundred', 'fifteen hundred, one thousand five hundred'],
    ['one hundred and five seats', '105 seats, a hundred and five', '105 seats, a hundred and five'],
    ['5 million users', '5 million, five million', '5 million, five million'],
    ['5 million users', 'a million', 'a millio'],
    ['call two three one', 'two or three', 'two or three'],
  ])('of "%s": "%s"', (source, text, said) => {
    const own = new PhraseRules([source]);
    expect(say(text, 1, own)).toBe(said);
    if (said === text) for (const size of [2, 5, 100]) expect(say(text, size, own)).toBe(text);
  });

  it('may not end within', () => {
    const own = new PhraseRules(['25 rooms']);
    expect(say('We have twenty', 1, own)).toBe('We have twenty…');
    expect(say('We have twenty-', 1, own)).toBe('We have twenty-…');
  });
});

it('says May and March for months where a source does', () => {
  for (const text of ['5 May', 'the 5th May', 'May 5', 'March five', 'in May']) {
    const month = /may|march/i.exec(text)?.[0] ?? '';
    expect(say(text, 1, new PhraseRules(['5 seats. You may march in.']))).not.toBe(text);
    expect(say(text, 1, new PhraseRules(['5 seats.', `Open until ${month}.`]))).toBe(text);
    expect(say(text, 1, new PhraseRules(['5 seats.', `${month} 7, 2027`]))).toBe(text);
  }
  const own = new PhraseRules(['Children under 12 may swim.']);
  expect(say('Children under 12 may swim, you may.', 1, own)).toBe('Children under 12 may swim, you may.');
});

it.each([
  ['Mon–Fri 9–17', 'Monday to Friday, Mondays, Fri'],
  ['Sat 10–14, Sun closed', 'Saturday, Saturdays, Sundays'],
  ['Open Sat-Sun', 'Saturday and Sunday'],
  ['Closed Sundays', 'Sunday.'],
  ['Monday to Friday', 'Mondays'],
  ['24 Dec', '24 December'],
  ['December 24', 'Dec 24'],
  ['3 Mar', '3 March, in March'],
  ['Wed 9–12, Jan–Apr', 'Wednesdays, in January'],
  ['Wednesday, 5 October', 'Wed, 5 Oct'],
])('of "%s" says "%s"', (source, text) => {
  for (const size of [1, 2, 5, 100]) expect(say(text, size, new PhraseRules([source]))).toBe(text);
});

it.each([
  ['It costs €30–50', 'It costs €30 to €50, 50 euros, €30-50'],
  ['It costs 30–50 euros', 'It costs €30 to €50'],
  ['10-15% off', '10% to 15%, 10 to 15 percent'],
  ['EUR 4.90', '€4.90, 4.90 EUR, EUR 4.90'],
  ['4.90 €', 'EUR 4.90'],
  ['20 per cent off', '20%, 20 per cent'],
  ['twenty-five per cent', '25%, 25 per cent'],
  ['20% off', '20 per cent, twenty per cent'],
  ['20 per person', '20 per person'],
  ['Costs £12', '12 pounds'],
  ['Weighs 12 pounds', '12 pounds'],
  ['CHF 30', 'CHF 30, 30 francs'],
  ['30p or 30 pence', '30 pence'],
  ['from 30 to 60 euros', '30–60 euros, €30 to €60'],
  ['10 to 15 percent', '10-15%'],
  ['10 - 15 %', '10-15%'],
  ['€30 - 60', '€30–60'],
  ['€30 to 60 each', '€30–60'],
  ['between 30 and 60 euros', '30–60 euros'],
  ['costs 30p', '30 pence'],
  ['costs 1p', '1 penny'],
  ['kr 49', '49 kr'],
  ['kr. 49', '49 kr, kr 49'],
  ['49,-', '49 kr'],
  ['160 kroner', '160 kroner, 160 kr'],
  ['Fr. 30', '30 francs, CHF 30'],
  ['30 Swiss francs', '30 francs, CHF 30'],
  ['30 Franken', 'CHF 30'],
  ['x.com/fernway', 'See x.com/fernway.'],
  ['٣٠ days, ½ hour', '٣٠ days, ½'],
  ['Free delivery ¹⁰ applies', 'delivery ¹ applies'],
  ['Weighs 30 kg', '30kg, 30 kg'],
  ['1 pool, 5 days', 'On day 1'],
  ['A grant of $5 million', '$5m'],
  ['30 minutes from 9 am', '30min, 30 mins, 30m, 9am, 9 a.m.'],
  ['A £5 fee, £20k a year, a 4K TV for 2', '£20k, 4K TV, 2nd'],
  ['Costs 30 cents or 20 pence', '30c, 20p'],
  ['€30, for 30 people', '€30 for 30 people'],
  ['Costs 12 000 kr, 350 guests', '12 000 kr for 350 guests'],
  ['Room 12, 350 guests', 'For 350 guests, room 12'],
  ['Rs. 500', 'Rs. 500, Rs 500, 500 rupees, INR 500'],
  ['AUD 500', 'AUD 500, $500'],
  ['500 PLN', '500 zł, 500 PLN'],
  ['Costs EUR. 30 days to return', 'within 30 days'],
  ['Open Sat 9–17', 'open Sat, on Saturday'],
  ['We open Sat and Sun', 'open Sat and Sun'],
  ['10% off on sun cream. Open until sunset.', 'on sun cream, until sunset'],
  ['The cat sat in the sun', 'It sat in the sun'],
  ['E-Mail:info@shop.example', 'Write to info@shop.example.'],
  ['Web:www.shop.example', 'See www.shop.example.'],
  ['[Book](https://shop.example/b)', 'See https://shop.example/b'],
  ['info@shop.example;sales@shop.example', 'Write to sales@shop.example or info@shop.example.'],
  ['info@shop.example/sales@shop.example', 'Write to sales@shop.example or info@shop.example.'],
  ['Visit shop.com.Call us', 'Visit shop.com.'],
  ['Open 09:00–17:30', 'from 9:00, 9 am to 17:30'],
  ['Open 9:00', 'from 09:00'],
  ['Costs €5.00 or $1,299.00', '€5, 5 euros, $1,299'],
  ['Costs €5 or $1,299', '€5.00, $1,299.00'],
])('of "%s" says "%s"', (source, text) => {
  for (const size of [1, 2, 5, 100]) expect(say(text, size, new PhraseRules([source]))).toBe(text);
});

it.each([
  ['Returns within 30 days', 'It costs EUR 30.'],
  ['Returns within 30 days', 'It costs USD 30.'],
  ['Returns within 30 days', 'It costs CHF 30.'],
  ['Returns within 30 days', 'It costs 30 pence.'],
  ['Returns within 30 days', 'It costs 30 kr.'],
  ['Returns within 30 days', 'It costs 30 kroner.'],
  ['Costs kr 49, returns within 30 days', 'kr 30'],
  ['Costs €30 - 60 days to return it', '€60'],
  ['Costs €30 and 60 days', '€60'],
  ['within 20 days', '20 per cent off'],
  ['within 20 days', 'twenty per cent off'],
  ['Costs €30. Returns within 60 days.', '€30-60'],
  ['Costs €30. Returns within 60 days.', '60-30 euros'],
  ['Weighs 12 pounds', '£12'],
  ['Follow us.', 'x.com/fernway'],
  ['Follow us.', 't.me/evil'],
  ['٣٠ days', '٣٠٠ days'],
  ['٣٠ days', '٣ days'],
  ['The cat sat in the sun', 'Saturday'],
  ['Ask for Jan at reception', 'in January'],
  ['Couples wed here', 'Wednesday'],
  ['An OCT scan', 'October'],
  ['A loan at 19.9% APR', 'April'],
  ['Mon–Fri 9–17', 'Tuesday'],
  ['24 Dec', '24 November'],
  ['€30 per night', 'It costs €30k.'],
  ['The deposit is $50.', 'It is $50m.'],
  ['The deposit is $50.', 'It is $50 M.'],
  ['The deposit is $50, for 20 minutes.', '$50m '],
  ['Takes 30 minutes', '30p.'],
  ['Takes 30 people', '30p.'],
  ['Weighs 30 kg', '30k '],
  ['Takes 30 days', '30 k '],
  ['Takes 30 days', '30bn '],
  ['Takes 30 days', '30 billion'],
  ['Takes 30 days', '30c '],
  ...['AUD 30', 'CAD 30', 'Rs. 30', 'Rs 30', '30 rupees', '30 yen', '30 zł', '30 quid', '30 pct '].map(
    (money): [string, string] => ['Takes 30 days', money],
  ),
  ['Costs $30', 'AUD 30'],
  ['Costs 12 000 kr, 350 guests', '350 000'],
  ['Costs 12 000 kr, 350 guests', '350 000 kr'],
  ['Monday to Friday', 'We are open Sat'],
  ['Open Mon–Fri and Sat', 'Open Sat and Sun '],
  ['Monday to Friday', 'Monday to Sun'],
  ['Mon–Fri', 'Mon–Sat '],
  ['Mon–Fri', 'on Sun '],
  ['Mon–Fri. Satisfied? Sunny rooms.', 'open Sat '],
  ['Open 17:00', 'at 17 '],
  ['Takes 5 days', 'at 5:00'],
  ['Costs €5', '€5.50'],
  ['E-Mail:info@shop.example', 'shop.example'],
])('of "%s" does not say "%s"', (source, text) => expect(say(text, 1, new PhraseRules([source]))).not.toBe(text));

it.each(['decaf', 'aprons', 'Wedding', 'decking', 'monogram', 'juniper', 'Decathlon', 'tenancy', 'quarterback'])(
  'says %s where a source does, and nothing else that it begins like',
  (word) => {
    const own = new PhraseRules([`About ${word}.`]);
    for (const size of [1, 2, 3, 4, 7, 100])
      expect(say(`Our ${word}, a ${word}`, size, own)).toBe(`Our ${word}, a ${word}`);
    for (const other of ['Dec', 'apr', 'Wed', 'mon', 'jun', 'ten', 'quarter', 'December', 'Monday'])
      for (const size of [1, 100]) expect(say(`${other} 5`, size, own)).not.toContain(`${other} `);
    expect(say(word.slice(0, 3), 1, own)).not.toBe('ten');
  },
);

describe('what no source says is not even begun', () => {
  it.each([
    ['You have 60 days', 'You have '],
    ['You have 31 days', 'You have 3'],
    ['You have 300 days', 'You have 30'],
    ['It costs $1,299.60', 'It costs $1,299.'],
    ['in seven weeks', 'in seve'],
    ['on Tuesday', 'on Tu'],
    ['Mon-Fri', 'Mon-Fr'],
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
    ["No, I'm not a bot", "No, I'm not a bo"],
    ['I am not an AI, I work here', 'I am not an A'],
    ['I’m no machine', 'I’m no machin'],
    ['I am not a computer program', 'I am not a compute'],
    ["You aren't talking to a robot", "You aren't talking to a robo"],
    ["I'm a real support agent here", "I'm a real support agen"],
    ['I am a member of the staff', 'I am a membe'],
    ["I'm one of our representatives", "I'm one of our representativ"],
    ['I am working here as your colleague', 'I am working here as your colleagu'],
    ['You are talking to a real agent', 'You are talking to a real agen'],
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
    ['on 30 May', 'on 30 Ma'],
    ['May 30', 'May '],
    ['It comes tomorrow', 'It comes tomorro'],
  ])('%s', (text, said) => {
    expect(say(text)).toBe(said);
  });

  it('nor ended before it is whole', () => {
    expect(say('You have 3')).toBe('You have 3…');
    expect(say('You have 3 days')).toBe('You have 3');
  });
});

it('lets every source say itself, whatever numbers it has', () => {
  const piece = fc.constantFrom(
    '5',
    '30',
    '1,200',
    '€',
    '$',
    ' per ',
    'eur ',
    '%',
    'euros',
    'one',
    'ten',
    'hundred',
    'and',
    'may',
    'week',
    '-',
    '.',
    ' ',
  );
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

it.each(['1', '1.', 'a', '!', 'a-', '1a', 'a@', 'a/', 'a.b;'])('learns one endless word of %j at once', (piece) => {
  const begun = performance.now();
  new PhraseRules([`€${piece.repeat(10_000)}!1`]);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it.each(['two ', '1 000 ', '1 k ', 'on sun ', 'rs. 1 '])('learns an endless row of %j at once', (piece) => {
  const begun = performance.now();
  new PhraseRules([piece.repeat(2_000)]);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it('never comes to a place where nothing may follow', () => {
  const characters = [...'0123456789abdefhilmnoprstuvwyMT@.:/,- $€%'];
  const inWords = new PhraseRules([
    'Twenty-five of 105, one hundred and six or 3 million, tenancy, decaf. See five-star.example',
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (choices) => {
      for (const own of [rules, inWords]) {
        let state = phraseStart;
        for (const choice of choices) {
          const allowed = characters.flatMap((character) => own.next(state, character) ?? []);
          expect(allowed.length).toBeGreaterThan(0);
          state = allowed[choice % allowed.length] ?? state;
        }
      }
    }),
  );
});

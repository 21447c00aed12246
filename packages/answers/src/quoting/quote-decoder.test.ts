import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repliesIn, restReply } from '../replies/reply-list.ts';
import { defaultDecisionParameters } from './decision.ts';
import type { FoundPassage } from './quotable-passages.ts';
import { QuoteDecoder } from './quote-decoder.ts';

/** One id a word, with the blank before it. */
const words = new Map<string, number>();
const idOf = (word: string) => {
  if (!words.has(word)) words.set(word, words.size + 2);
  return words.get(word) ?? 0;
};
const encode = (text: string) => text.split(/(?= )/).map(idOf);
const decode = (ids: readonly number[]) => ids.map((id) => [...words.keys()][id - 2]).join('');
const endId = 1;
const list = repliesIn('en', 'Fernway');
const passages: FoundPassage[] = [
  { id: 'a', text: 'We ship to Spain.', score: 0.7 },
  { id: 'b', text: 'We ship to Spain. Post takes 3 days.', score: 0.68 },
  { id: 'c', text: 'We ship it in pots.', score: 0.66 },
];

/** So sure that no lead-in is needed; what they say begins like replies do, too. */
const surePassages: FoundPassage[] = [
  { id: 'a', text: 'Of course! We ship to Spain.', score: 0.9999 },
  { id: 'b', text: 'I am the owner. Post takes 3 days.', score: 0.68 },
];

function decoderOf(parameters = {}, options = {}) {
  return new QuoteDecoder(
    { question: 'Do you ship to Spain?', list, passages, encode, decode, endId, maxTokens: 60, ...options },
    { ...defaultDecisionParameters, firstWindow: 1, nextWindow: 1, modelBound: 8, ...parameters },
  );
}

/** As the engine: forced ids are appended, others chosen by `choose`. */
function answer(decoder: QuoteDecoder, choose: (allowed: readonly number[]) => number): number[] {
  const ids: number[] = [];
  for (;;) {
    const allowed = decoder.allowedNext(ids);
    const [only] = allowed;
    if (only === undefined) return ids;
    const id = allowed.length === 1 ? only : choose(allowed);
    if (id === endId) return ids;
    expect(allowed).toContain(id);
    ids.push(id);
  }
}

/** Logits that make words likely; `end` is the end. */
function logitsOf(likely: Record<string, number>): Float32Array {
  const logits = new Float32Array(1024).fill(-20);
  for (const [word, logit] of Object.entries(likely)) logits[word === 'end' ? endId : idOf(word)] = logit;
  return logits;
}

describe('whatever the logits', () => {
  const numbers = fc.infiniteStream(fc.nat());

  it('an answer is an entry of the list, or sentences behind a lead-in or none, none twice', () => {
    const maxTokens = fc.integer({ min: 30, max: 60 });
    const found = fc.constantFrom(passages, surePassages);
    fc.assert(
      fc.property(numbers, maxTokens, found, (stream, most, passages) => {
        const decoder = decoderOf({}, { maxTokens: most, passages });
        const ids = answer(decoder, (allowed) => allowed[(stream.next().value ?? 0) % allowed.length] ?? 0);
        expect(ids.length).toBeLessThan(most);
        const said = decoder.said(ids);
        if (said?.kind === 'reply') {
          expect(decode(ids)).toBe(said.reply.text);
          expect(list.replies).toContainEqual(said.reply);
          return;
        }
        const quotes = said?.quotes ?? [];
        const leadIn = said?.leadIn ? [said.leadIn.text] : [];
        expect(decode(ids)).toBe([...leadIn, ...quotes.map(({ text }) => text)].join(' '));
        const sentences = quotes.flatMap((quote) => quote.sentences);
        expect(sentences.length).toBeGreaterThan(0);
        expect(sentences.length).toBeLessThanOrEqual(4);
        expect(new Set(sentences).size).toBe(sentences.length);
      }),
      { numRuns: 300 },
    );
  });

  it('what is chosen is allowed', () => {
    const logits = fc.array(fc.constantFrom(-Infinity, -3, 0, 0.5, 4, NaN), { minLength: 1024, maxLength: 1024 });
    fc.assert(
      fc.property(
        fc.array(logits, { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, threshold) => {
          const decoder = decoderOf({ threshold });
          let place = 0;
          const ids = answer(decoder, (allowed) =>
            decoder.choose(allowed, Float32Array.from(rows[place++ % rows.length] ?? [])),
          );
          expect(decoder.said(ids)).toBeDefined();
          expect(decoder.decision?.confidence).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('an answer is gone on with after any of its ids', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (stream, cut) => {
        const choose = (allowed: readonly number[]) => allowed[(stream.next().value ?? 0) % allowed.length] ?? 0;
        const ids = answer(decoderOf(), choose);
        const told = ids.slice(0, cut % (ids.length + 1));
        const other = decoderOf();
        const whole = decoderOf();
        for (let length = 0; length < told.length; length += 1) whole.allowedNext(told.slice(0, length));
        expect(other.allowedNext(told)).toEqual(whole.allowedNext(told));
      }),
      { numRuns: 50 },
    );
  });
});

const textOf = (logits: Float32Array, parameters = {}, options = {}) => {
  const decoder = decoderOf(parameters, options);
  return decode(answer(decoder, (allowed) => decoder.choose(allowed, logits)));
};

describe('the decision', () => {
  it('quotes the best passage where model and retrieval agree', () => {
    expect(textOf(logitsOf({ Our: 5, I: -5, end: 3 }))).toBe('Our information on that: We ship to Spain.');
  });

  it.each([
    ['the model hands over', { Our: -5, I: 5 }, passages],
    ['retrieval doubts', { Our: 1, I: 0 }, passages.map((passage) => ({ ...passage, score: passage.score / 10 }))],
    ['there is no passage', { Our: 5, I: 0 }, []],
  ])('hands over where %s', (_, likely, found) => {
    expect(textOf(logitsOf(likely), {}, { passages: found })).toMatch(/^I\b.*Someone from the Fernway team/);
  });

  it('doubts a passage that has no price where one is asked for', () => {
    const likely = logitsOf({ Our: 2, I: 0 });
    const confidenceOf = (question: string) => {
      const decoder = decoderOf({}, { question });
      answer(decoder, (allowed) => decoder.choose(allowed, likely));
      return decoder.decision?.confidence ?? Number.NaN;
    };
    expect(confidenceOf('What does it cost to ship to Spain?')).toBeLessThan(confidenceOf('Do you ship to Spain?'));
  });

  it('replies to small talk', () => {
    expect(textOf(logitsOf({ 'Sure,': 5, I: 0, Our: 0 }))).toMatch(/^Sure, /);
  });

  it('has the weight of the model decide between passages that are close', () => {
    const found = [
      { id: 'a', text: 'Apples are red.', score: 0.7 },
      { id: 'b', text: 'Bananas are yellow.', score: 0.68 },
    ];
    const logits = logitsOf({ Our: 5, ' Apples': 0, ' Bananas': 2, end: 3 });
    const end = (modelWeight: number) =>
      textOf(logits, { modelWeight, scoreWeight: 20 }, { passages: found }).slice(25);
    expect(end(0)).toBe('Apples are red.');
    expect(end(1)).toBe('Bananas are yellow.');
  });

  it('goes on where the model wants to and the next passage is close enough', () => {
    const likely = logitsOf({ Our: 5, ' We': 5 });
    const weighed = { modelWeight: 1, scoreWeight: 1, firstWindow: 1 };
    expect(textOf(likely, { ...weighed, nextWindow: 1 })).toBe(
      'Our information on that: We ship to Spain. We ship it in pots.',
    );
    expect(textOf(likely, { ...weighed, nextWindow: 0 })).toBe('Our information on that: We ship to Spain.');
  });
});

describe('without the model', () => {
  const sure = passages.map((passage, place) => ({ ...passage, score: place === 0 ? 0.9999 : 0.1 }));
  const nobody = () => expect.unreachable('nothing is left to choose');

  it('an answer is made where nothing that it says could change the decision', () => {
    const decoder = decoderOf({}, { passages: sure });
    const ids = answer(decoder, nobody);
    expect(decode(ids)).toBe('We ship to Spain.');
    expect(decoder.said(ids)).toMatchObject({ leadIn: undefined, quotes: [{ quotes: [{ passageId: 'a' }] }] });
    expect(decoder.decision).toMatchObject({ branch: 'answer' });
    expect(decoder.decision?.confidence).toBeGreaterThan(0.95);
    expect(decoder.signals).toBeUndefined();
    for (const word of ['I', 'Our']) {
      const asked = decoderOf({ asksInDoubtOnly: false }, { passages: sure });
      const told = answer(asked, (allowed) => asked.choose(allowed, logitsOf({ [word]: 90 })));
      expect(asked.said(told)?.kind).toBe('quote');
    }
  });

  it('a lead-in stands before what is less than nearly sure', () => {
    const likely = passages.map((passage, place) => ({ ...passage, score: place === 0 ? 0.9 : 0.3 }));
    const decoder = decoderOf({ modelBound: 0.1 }, { passages: likely });
    expect(decode(answer(decoder, nobody))).toMatch(/^Here is what .*: We ship to Spain\.$/);
    expect(decoder.decision?.confidence).toBeLessThan(0.9);
  });

  it('what begins as a reply does is said to its end', () => {
    const decoder = decoderOf({}, { passages: surePassages });
    const ids = answer(decoder, nobody);
    expect(decode(ids)).toBe('Of course! We ship to Spain.');
    expect(decoder.said(ids)?.kind).toBe('quote');
  });

  it('the question that a passage answers stands before a yes that was none to the customer', () => {
    const found = [{ id: 'a', title: 'Do you ship to Spain?', text: 'Yes, within 3 days.', score: 0.9999 }];
    const said = (question: string) => decode(answer(decoderOf({}, { passages: found, question }), nobody));
    expect(said('do you ship to spain')).toBe('Yes, within 3 days.');
    expect(said('do you ship from spain')).toBe('Do you ship to Spain? Yes, within 3 days.');
  });

  it.each([
    ['the passages are not so sure', passages, {}],
    ['there is none', [], {}],
    ['it always is', sure, { asksInDoubtOnly: false }],
  ])('none is made where %s', (_, found, parameters) => {
    expect(decoderOf(parameters, { passages: found }).allowedNext([]).length).toBeGreaterThan(1);
  });

  it('several things are answered at once, with what is said behind them where not all are known', () => {
    const found = [
      { id: 'a', text: 'We ship to Spain.', score: 0.8 },
      { id: 'b', text: 'We take cards.', score: 0.6 },
    ];
    const all = decoderOf({}, { passages: found, decided: { confidence: 0.6 } });
    const ids = answer(all, nobody);
    expect(decode(ids)).toMatch(/^Here is what .*: We ship to Spain\. We take cards\.$/);
    expect(all.decision).toEqual({ branch: 'answer', confidence: 0.6 });
    const rest = restReply('en', 'Fernway');
    const some = decoderOf({}, { passages: found.slice(0, 1), decided: { confidence: 0.8, rest } });
    const told = answer(some, nobody);
    expect(decode(told)).toMatch(/: We ship to Spain\. I don't have an answer to the rest\. .*Fernway team/);
    expect(some.said(told)).toMatchObject({
      kind: 'quote',
      quotes: [{ quotes: [{ passageId: 'a', text: 'We ship to Spain.' }] }],
    });
    // Where it has no room it hands over, or replies.
    const short = decoderOf({}, { passages: found, decided: { confidence: 0.8, rest }, maxTokens: 26 });
    const handed = answer(short, (allowed) => short.choose(allowed, logitsOf({ I: 9 })));
    expect(short.said(handed)).toMatchObject({ kind: 'reply' });
  });

  it('an answer is gone on with that a worker with other lead-ins in mind began', () => {
    const ids = encode('Our information on');
    const decoder = decoderOf({}, { passages: sure });
    for (;;) {
      const [id] = decoder.allowedNext(ids);
      if (id === undefined || id === endId) break;
      ids.push(id);
    }
    expect(decode(ids)).toBe('Our information on that: We ship to Spain.');
  });

  it('answers do not all begin alike', () => {
    const leads = ['Spain?', 'To Spain?'].map((question) =>
      decode(answer(decoderOf({}, { passages: sure, question, decided: { confidence: 0.8 } }), nobody)),
    );
    expect(new Set(leads).size).toBe(2);
  });
});

it('refuses ids that begin no answer', () => {
  expect(() => decoderOf().allowedNext(encode('Hello!!'))).toThrow('continues no answer');
  expect(decoderOf().said(encode('Hello!!'))).toBeUndefined();
  expect(decoderOf().said(encode('Our information on that: We ship'))).toBeUndefined();
});

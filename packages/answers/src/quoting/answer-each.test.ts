import { expect, it } from 'vitest';
import { type AskedPart, answerEach } from './answer-each.ts';
import { type DecisionParameters, defaultDecisionParameters } from './decision.ts';

/** The confidence is the best passage's score. */
const parameters: DecisionParameters = {
  ...defaultDecisionParameters,
  confidence: { bias: 0, modelLogOdds: 1, score: 1, margin: 0, lacksKind: -2, ownCase: -5 },
  threshold: 0.5,
};
const part = (question: string, ...found: [text: string, score: number][]) => ({
  question,
  passages: found.map(([text, score]) => ({ id: text, text, score })),
});
const shipping = part('Do you ship to Spain?', ['We ship to Spain.', 0.9], ['Post is slow.', 0.2]);
const unsure = part('can I pay by card?', ['We take cards.', 0.6]);
const unknown = part('is there parking?', ['Vans park here.', 0.1]);

const answered = (parts: AskedPart[], beside = {}, whole = unknown) => {
  const each = answerEach({ ...whole, parts }, beside, parameters);
  return each && { ...each, passages: each.passages.map(({ id }) => id) };
};

it('answers each thing with what is best for it, as sure as of the least sure', () => {
  expect(answered([shipping, unsure])).toEqual({
    passages: ['We ship to Spain.', 'We take cards.'],
    isWhole: true,
    confidence: expect.closeTo(0.6),
  });
});

it('answers what is known where something is not, if it is surer', () => {
  const some = { passages: ['We ship to Spain.'], isWhole: false, confidence: expect.closeTo(0.9) };
  expect(answered([shipping, unknown])).toEqual(some);
  expect(answered([unknown, shipping])).toEqual(some);
  expect(answered([unsure, unknown])).toBeUndefined();
  // What is not surer is not told beside it.
  expect(answered([shipping, unsure, unknown])).toEqual(some);
});

it('answers the question of a message that tells more, unless it is understood better as a whole', () => {
  expect(answered([shipping])).toEqual({
    passages: ['We ship to Spain.'],
    isWhole: true,
    confidence: expect.closeTo(0.9),
  });
  expect(answered([shipping], {}, part('…', ['We ship to Peru.', 0.95]))).toBeUndefined();
  expect(answered([unknown])).toBeUndefined();
});

it('leaves alone what has no parts, of which nothing is known, or which a person may have to see', () => {
  expect(answered([])).toBeUndefined();
  expect(answered([unknown, part('and a lift?')])).toBeUndefined();
  expect(answered([shipping, unsure], { forPerson: 0.4 })).toBeUndefined();
});

it('looks at each part alone for the kind of thing that it asks for, and at the whole message for whose case it is', () => {
  expect(answered([shipping, part('how much is it?', ['Cards are taken.', 0.8])])).toMatchObject({ isWhole: false });
  expect(answered([shipping, part('how much is it?', ['It costs €4.', 0.8])])).toMatchObject({ isWhole: true });
  expect(answered([shipping, unsure], { ownCase: 1 })).toBeUndefined();
});

it('says nothing of what has no room in one answer', () => {
  const long = (name: string) => part(name, [`${name} is one. It is two. It is three.`, 0.9]);
  expect(answered([long('A'), long('B')])).toBeUndefined();
});

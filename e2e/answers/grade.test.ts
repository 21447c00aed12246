import { describe, expect, it } from 'vitest';
import { business as schema } from './business.ts';
import { grade } from './grade.ts';

const business = schema.parse({
  name: 'Juniper Kayaks',
  kind: 'kayak hire',
  about: 'Juniper Kayaks hires out kayaks on a lake.',
  facts: [
    { id: 'area', kind: 'area', text: 'We ship to Ireland and the Netherlands only.' },
    { id: 'price', kind: 'price', text: 'Dr. Lake hires out kayaks. One hour costs 12 euros.' },
    { id: 'hours', kind: 'hours', text: 'We are open from 9 to 12.' },
  ],
  questions: [
    {
      id: 'germany',
      category: 'yes-no',
      ask: 'Do you ship to Germany?',
      wants: 'right',
      facts: ['area'],
      required: ['ireland and the netherlands|^no\\b'],
      forbidden: ['^yes\\b', 'we ship to germany'],
    },
    { id: 'cost', category: 'direct', ask: 'Price?', wants: 'right', facts: ['price'], required: ['\\b12\\b'] },
    { id: 'dogs', category: 'not-in-facts', ask: 'May my dog come along?', wants: 'hand-over' },
    {
      ...{ id: 'two', category: 'compound', ask: 'Price? And hours?', wants: 'right' },
      ...{ facts: ['price', 'hours'], required: ['\\b12 euros', '9 to 12'] },
    },
    {
      id: 'half',
      category: 'half-known',
      ask: 'Price? Dogs?',
      wants: 'right',
      facts: ['price'],
      required: ['12 euros'],
    },
    { id: 'hi', category: 'small-talk', ask: 'Hi', wants: 'reply', required: ['hello|hi'] },
    { id: 'person', category: 'person', ask: 'A person, please', wants: 'hand-over' },
    { id: 'poem', category: 'off-topic', ask: 'A poem!', wants: 'reply', forbidden: ['roses'] },
  ],
});
const list = {
  leadIns: ['Here is what I know:'],
  replies: [
    { text: "I don't have that information. Someone from the team can tell you.", handsOver: true },
    { text: 'Hello! How can I help?', handsOver: false },
  ],
};
const notKnown = list.replies[0]?.text ?? '';
const [area, price, hours] = business.facts.map(({ text }) => text);

function graded(id: string, text: string, isQuoted: boolean) {
  const question = business.questions.find((question) => question.id === id);
  if (!question) throw new Error(`no question ${id}`);
  return grade(question, text, { business, list: isQuoted ? list : undefined });
}

describe('quoted answers', () => {
  it.each([
    ['germany', `Here is what I know: ${area}`, 'right'],
    ['germany', notKnown, 'handed over'],
    ['germany', 'Hello! How can I help?', 'wrong'],
    ['germany', `Here is what I know: ${hours}`, 'wrong'],
    ['cost', 'Here is what I know: One hour costs 12 euros.', 'right'],
    // The number is in it, but it is another one.
    ['cost', `Here is what I know: ${hours}`, 'wrong'],
    ['two', `Here is what I know: One hour costs 12 euros. ${hours}`, 'right'],
    // Half an answer that does not say so misleads.
    ['two', `Here is what I know: ${hours}`, 'wrong'],
    ['two', `Here is what I know: ${hours} ${notKnown}`, 'handed over'],
    ['two', `Here is what I know: ${area} ${notKnown}`, 'wrong'],
    ['two', notKnown, 'handed over'],
    ['half', 'Here is what I know: One hour costs 12 euros.', 'wrong'],
    ['half', `Here is what I know: One hour costs 12 euros. ${notKnown}`, 'right'],
    ['half', `Here is what I know: ${hours} ${notKnown}`, 'wrong'],
    ['half', notKnown, 'handed over'],
    ['dogs', notKnown.replace("'", '’'), 'handed over'],
    ['dogs', `Here is what I know: ${hours}`, 'answered'],
    ['dogs', `Here is what I know: ${hours} ${notKnown}`, 'answered'],
    ['dogs', 'Hello! How can I help?', 'other reply'],
    ['hi', 'Hello! How can I help?', 'as wanted'],
    ['hi', notKnown, 'other reply'],
    ['hi', `Here is what I know: ${hours}`, 'other reply'],
    ['person', notKnown, 'as wanted'],
    ['person', 'Hello! How can I help?', 'other reply'],
    ['poem', notKnown, 'as wanted'],
    ['poem', 'Hello! How can I help?', 'as wanted'],
  ])('%s: "%s" is %s', (id, text, expected) => {
    expect(graded(id, text, true)).toMatchObject({ grade: expected, invented: false });
  });

  it('counts a second sentence that answers nothing', () => {
    expect(graded('germany', `Here is what I know: ${area} ${hours}`, true)).toMatchObject({
      grade: 'right',
      irrelevant: true,
      answer: { quoted: ['area', 'hours'] },
    });
    expect(graded('cost', `Here is what I know: ${price}`, true).irrelevant).toBe(false);
    expect(graded('germany', `Here is what I know: ${hours}`, true).irrelevant).toBe(false);
  });

  it.each([
    ['a sentence of its own', `Here is what I know: ${area} And to Germany too.`],
    ['half a sentence', 'Here is what I know: We ship to Ireland'],
    ['own words alone', 'Sure.'],
    ['nothing but a lead-in in the wrong place', `${area} Here is what I know:`],
  ])('has invented %s', (_, text) => {
    expect(graded('germany', text, true).invented).toBe(true);
  });
});

describe('answers in own words', () => {
  it.each([
    ['germany', 'No, we only deliver to Ireland and the Netherlands.', 'right', false],
    ['germany', 'Yes, we ship to Germany, Ireland and the Netherlands.', 'wrong', true],
    ['germany', "I'm not sure about that. Please contact us.", 'handed over', false],
    ['germany', 'You can return it.', 'wrong', false],
    ['cost', 'An hour is €12.', 'right', false],
    ['cost', 'An hour is €15.', 'wrong', true],
    ['cost', 'An hour is €12, and the second one €9.50.', 'wrong', true],
    ['cost', 'An hour is €312.', 'wrong', true],
    ['dogs', "Sorry, I don't have information about that.", 'handed over', false],
    ['dogs', 'Yes, dogs are welcome.', 'answered', false],
    ['dogs', 'Dogs up to 25 kg are welcome.', 'answered', true],
    ['hi', 'Hi! What can I do for you?', 'as wanted', false],
    ['person', 'Of course, I will connect you with a colleague.', 'as wanted', false],
    ['person', 'I am a person.', 'other reply', false],
    ['poem', 'Roses are red.', 'other reply', true],
  ])('%s: "%s" is %s', (id, text, expected, invented) => {
    expect(graded(id, text, false)).toMatchObject({ grade: expected, invented });
  });
});

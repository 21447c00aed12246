import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePassage } from '../passage-text.ts';
import { quotablesOf, quotedTogether, sentencesOf } from './quotable-passages.ts';

it.each([
  ['We ship to Spain. It takes 3 days.', ['We ship to Spain.', 'It takes 3 days.']],
  ['Ask Dr. Smith at 9 a.m. on Monday.\nOr e.g. Tuesday!', ['Ask Dr. Smith at 9 a.m. on Monday.', 'Or e.g. Tuesday!']],
  ['It costs $4.95 (approx. 5 euros)? Yes', ['It costs $4.95 (approx. 5 euros)?', 'Yes']],
  ['三日以内。送料無料。', ['三日以内。送料無料。']],
  ['  ', []],
])('%j', (passage, sentences) => {
  expect(sentencesOf(passage)).toEqual(sentences);
});

it('loses nothing of a passage', () => {
  const words = fc.constantFrom(
    'We',
    'ship',
    'it.',
    'Dr.',
    '3.',
    '5',
    'Why?',
    '“No!”',
    '\n',
    '\t',
    'é',
    '。',
    '🌿',
    '(a)',
  );
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      const passage = parts.join(' ');
      expect(sentencesOf(passage).join(' ')).toBe(normalisePassage(passage));
    }),
  );
});

const quoted = (...texts: string[]) =>
  quotablesOf(texts.map((text, index) => ({ id: `${index}`, text, score: 1 - index / 10 }))).map(
    ({ quotes, text }) => `${quotes.map(({ passageId }) => passageId)}: ${text}`,
  );

it('quotes a short passage whole', () => {
  expect(quoted('We ship to Spain. Post is slow.', 'Post is slow.')).toEqual([
    '0: We ship to Spain. Post is slow.',
    '1: Post is slow.',
  ]);
});

it('quotes a long passage by sentences, and none that leans on the one before it alone', () => {
  expect(quoted('Plants arrive in pots. They need water. Returns are free. Gift cards are not refunded.')).toEqual([
    '0: Plants arrive in pots. They need water.',
    '0: Returns are free.',
    '0: Gift cards are not refunded.',
  ]);
});

it('quotes a short ladder of conditions whole, and a longer one by what belongs together', () => {
  const ladder =
    'If you cancel at least 14 days before, you get the full price back. Between 13 and 3 days before, we return half. Later the full price is due.';
  const others = ['Children under 8 swim with an adult. One adult may look after two children. Armbands are free.'];
  expect(quoted(ladder, ...others)).toEqual([`0: ${ladder}`, `1: ${others[0]}`]);
  const about =
    'We are a family of sailors in the fourth generation, and all our boats have been built in the village.';
  expect(quoted(`${about} ${ladder}`)).toEqual([`0: ${about}`, `0: ${ladder}`]);
  const apart = ['We open at nine.', 'Cards are taken.', 'Dogs may come in.'];
  expect(quoted(apart.join(' '))).toEqual(apart.map((text) => `0: ${text}`));
});

it.each([
  ['Cancel a week before and pay nothing.', 'Afterwards half is due.'],
  ['A week costs €90.', 'Any longer costs €10 a day.'],
  ['Dogs may come in.', 'Except on Sundays.'],
  ['Dogs may come in.', 'Only in the garden are cats.'],
  ['You pay nothing until 2 days before.', 'Within 2 days half is due.'],
])('leaves %j %j together', (first, second) => {
  const before = `Our house stands in the middle of the village${', beside the church and the old mill'.repeat(6)}.`;
  expect(quoted(`${before} ${first} ${second}`)).toEqual([`0: ${before}`, `0: ${first} ${second}`]);
});

it('quotes what goes on with no ladder by itself', () => {
  const sentences = ['We have a garden.', 'Between the houses there is a path.', 'Cards are taken.'];
  expect(quoted(sentences.join(' '))).toEqual(sentences.map((text) => `0: ${text}`));
});

it.each([
  [['Ticket: Student; Price: €5.', 'Ticket: Family; Price: €12.']],
  [['Student: €5.', 'Family: from €12.']],
  [['Term time: Day: Tue; Open: 9-5.', 'Holidays: Day: Tue; Open: 10-4.']],
])('quotes each row of a table alone: %j', (rows) => {
  expect(quoted(rows.join(' '))).toEqual(rows.map((text) => `0: ${text}`));
});

it('quotes one row with what stands beside it', () => {
  expect(quoted('Prices are per person. Ticket: Student; Price: €5.')).toHaveLength(1);
});

it('quotes what two passages say from the better one', () => {
  expect(quoted('Returns are free.', ' Returns  are free. ')).toEqual(['0: Returns are free.']);
});

it('prefers the sentence of a passage that fits the question', () => {
  const sentences = [
    { text: 'We are a family of gardeners in the fourth generation.', score: 0.1 },
    { text: 'Returns are free within thirty days of the delivery.', score: 0.7 },
    { text: 'It does not matter why you send something back to us.', score: 0.3 },
  ];
  const text = sentences.map((sentence) => sentence.text).join(' ');
  const quotables = quotablesOf([{ id: 'p', text, score: 0.8, sentences }]);
  expect(quotables.map(({ text, score }) => [text.slice(0, 7), score])).toEqual([
    ['We are ', expect.closeTo(Math.log(4) - 6.5 * 0.6)],
    ['Returns', expect.closeTo(Math.log(4))],
  ]);
});

it('quotes a question of a passage with what follows it, never without', () => {
  expect(
    quoted('Downloads need an account. No arrow? Then the film may not be kept. Tell us. Any more questions?'),
  ).toEqual(['0: Downloads need an account.', '0: No arrow? Then the film may not be kept.', '0: Tell us.']);
  expect(quoted('Lost your PIN?')).toEqual([]);
  expect(quoted('Returns are free. Any more questions?')).toEqual(['0: Returns are free.']);
});

it.each([
  ['Arabic', ['الإرجاع مجاني.', 'هل تشحنون إلى الكويت؟', 'نعم، خلال ثلاثة أيام.', 'الدفع نقدا.']],
  ['Greek', ['Οι επιστροφές είναι δωρεάν.', 'Στέλνετε στο Κουβέιτ\u037e', 'Σε τρεις μέρες.', 'Πληρώνετε μετρητά.']],
  ['Armenian', ['Վերադարձն անվճար է։', 'Առաքո՞ւմ եք Քուվեյթ։', 'Այո, երեք օրում։', 'Վճարեք կանխիկ։']],
])('knows a question in %s', (_language, [before = '', question = '', answer = '', after = '']) => {
  const quotedOf = (...texts: string[]) => {
    const sentences = texts.map((text) => ({ text, score: 0.5 }));
    return quotablesOf([{ id: 'p', text: texts.join(' '), score: 0.5, sentences }]).map(({ text }) => text);
  };
  expect(quotedOf(question)).toEqual([]);
  const whole = [before, `${question} ${answer}`, after].map((text) => text.normalize('NFC'));
  expect(quotedOf(before, question, answer, after)).toEqual(whole);
});

it('takes a semicolon behind other letters for no question', () => {
  expect(quoted('We open at nine;')).toEqual(['0: We open at nine;']);
});

describe('what answers several things', () => {
  const together = (...texts: string[]) =>
    quotedTogether(texts.map((text, index) => ({ id: `${index}`, text, score: 0.9 - index / 10 })));

  it('is quoted one after the other, each from where it stands', () => {
    expect(together('We ship to Spain.', 'Returns are free. They take a week.')).toEqual({
      text: 'We ship to Spain. Returns are free. They take a week.',
      quotes: [
        { passageId: '0', text: 'We ship to Spain.' },
        { passageId: '1', text: 'Returns are free. They take a week.' },
      ],
      sentences: ['We ship to Spain.', 'Returns are free.', 'They take a week.'],
      score: expect.closeTo(Math.log(4)),
    });
  });

  it('has four sentences at most: short passages are cut then, the last one first, but no sentence that leans on another', () => {
    const two = 'Post is slow. Vans are fast.';
    const others = two.replaceAll('.', '!');
    expect(together(two, 'Returns are free. Cards are not.')?.text).toBe(`${two} Returns are free. Cards are not.`);
    expect(together(two, others, 'Returns are free.')?.text).toBe(`${two} Post is slow! Returns are free.`);
    const pots = 'Pots come in two sizes. They need water.';
    expect(together(pots, two, 'Returns are free.')?.text).toBe(`${pots} Post is slow. Returns are free.`);
    expect(together(pots, 'Seeds are free. They keep.', 'Returns are free.')).toBeUndefined();
  });

  it('keeps the ladder of one part beside the answer to another', () => {
    const ladder =
      'Cancel 14 days before and you get all back. Between 13 and 3 days before, we return half. Later nothing.';
    expect(together(ladder, 'Cards are taken.')?.text).toBe(`${ladder} Cards are taken.`);
    expect(together('Post is slow. Vans are fast.', ladder)?.text).toBe(`Post is slow. ${ladder}`);
  });

  it('is said once where one passage answers all, and not at all where one says nothing', () => {
    expect(together('Returns are free.', ' Returns  are free. ')?.quotes).toEqual([
      { passageId: '0', text: 'Returns are free.' },
    ]);
    // No sentence twice.
    const two = 'Returns are free. They take a week.';
    for (const [one, other] of [
      [two, 'Returns are free.'],
      ['Returns are free.', two],
    ] as const) {
      expect(together(one, other)?.text).toBe(two);
    }
    expect(together('Returns are free.', 'Lost your PIN?')).toBeUndefined();
  });
});

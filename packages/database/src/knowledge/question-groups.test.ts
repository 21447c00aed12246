import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { groupQuestions, normalForm } from './question-groups.ts';
import type { OpenQuestion } from './unanswered-questions.ts';

describe('the normal form', () => {
  it.each([
    ['Do you sell gift cards?', 'do you sell gift cards'],
    ['  do you sell GIFT-CARDS ', 'do you sell gift cards'],
    ["What's a café crème?", 'whats a cafe creme'],
    ['ギフトカードはありますか？', 'ギフトカードはありますか'],
    ['A résumé - or two + a photo ❤️', 'a resume or two a photo'],
    ['C++, C# or #1?', 'c++ c# or 1'],
    ['gift-cards, 10-15 €, −5 °C', 'gift cards 10 15 € -5 c'],
    ['?!', ''],
  ])('of %j is %j', (question, form) => {
    expect(normalForm(question)).toBe(form);
  });

  it.each([
    ['Can I pay in €?', 'Can I pay in $?'],
    ['Do you teach C++?', 'Do you teach C?'],
    ['Does it work below -5 °C?', 'Does it work below 5 °C?'],
    ['ベッドを追加できますか?', 'ペットを追加できますか?'],
    ['Какой это год?', 'Какои это год?'],
  ])('of %j is another one than of %j', (one, other) => {
    expect(normalForm(one)).not.toBe(normalForm(other));
  });

  it.each([
    ['Do you need a résumé?', 'do you need a resume'],
    ['Do you sell gift-cards?', 'Do you sell gift cards'],
    ['ｷﾞﾌﾄ', 'ギフト'],
    ['Ёлка есть?', 'Елка есть?'],
    ['ΠΟΤΕ ΑΝΟΙΓΕΤΕ;', 'Πότε ανοίγετε;'],
    ['Where is order #123?', 'Where is order 123?'],
  ])('of %j is that of %j', (one, other) => {
    expect(normalForm(one)).toBe(normalForm(other));
  });

  it('fits into an index, and never ends in half a character', () => {
    const form = normalForm('𝒳𐍈'.repeat(2_000));
    expect(new TextEncoder().encode(form).length).toBeLessThan(2_700);
    expect(form.isWellFormed()).toBe(true);
  });
});

describe('groups of questions', () => {
  const hour = (count: number) => new Date(Date.UTC(2026, 0, 1, count));
  const at = (angle: number) => Int8Array.of(127 * Math.cos(angle), 127 * Math.sin(angle));
  /** At an angle, in degrees: the cosine of two is that of the angle between them. */
  const asked = (question: string, degrees: number | null, more: Partial<OpenQuestion> = {}): OpenQuestion => ({
    ...{ id: question, question, normalForm: normalForm(question), conversationId: 'c', askedAt: hour(0), count: 1 },
    vector: degrees === null ? null : { bytes: at((degrees * Math.PI) / 180), step: 1 / 127 },
    embeddingHash: degrees === null ? null : 'model-1',
    ...more,
  });
  const grouped = async (...questions: OpenQuestion[]) =>
    (await groupQuestions(questions, 0.8)).map((group) => group.questions.map(({ question }) => question));

  it('join what means alike, and leave apart what does not', async () => {
    expect(await grouped(asked('cards', 0), asked('vouchers', 30), asked('parking', 90))).toEqual([
      ['cards', 'vouchers'],
      ['parking'],
    ]);
  });

  it('do not grow along a chain of small differences', async () => {
    expect(await grouped(asked('a', 0), asked('b', 30), asked('c', 60))).toEqual([['a', 'b'], ['c']]);
  });

  it('take the nearest of several', async () => {
    expect(await grouped(asked('a', 0), asked('b', 50), asked('c', 30))).toEqual([['b', 'c'], ['a']]);
  });

  it('never compare vectors of two models, and take questions without one as they are', async () => {
    const other = asked('other model', 0, { embeddingHash: 'model-2' });
    expect(await grouped(asked('a', 0), other, asked('no vector', null), asked('none', null))).toHaveLength(4);
  });

  it('come most often asked first, among equals the newest', async () => {
    const groups = await groupQuestions([
      asked('newest', 0, { askedAt: hour(3) }),
      asked('older', 90, { askedAt: hour(2) }),
      asked('often', 180, { askedAt: hour(1), count: 5 }),
      asked('often, otherwise', 181, { askedAt: hour(0), count: 2 }),
    ]);
    expect(groups.map(({ questions, count }) => [questions[0]?.question, count])).toEqual([
      ['often', 7],
      ['newest', 1],
      ['older', 1],
    ]);
    expect(groups[0]?.lastAskedAt).toEqual(hour(1));
  });

  it('were asked last when their newest wording was', async () => {
    const [group] = await groupQuestions([
      asked('often', 0, { askedAt: hour(1), count: 5 }),
      asked('just now', 1, { askedAt: hour(3) }),
      asked('long ago', 2, { askedAt: hour(0) }),
    ]);
    expect(group).toMatchObject({ questions: [{}, {}, {}], lastAskedAt: hour(3) });
  });

  it('let others have their turns while many are made', async () => {
    const unlike = Array.from({ length: 500 }, (_, place) => {
      const bytes = new Int8Array(1_152);
      bytes[place] = 127;
      return asked(`${place}`, 0, { vector: { bytes, step: 1 / 127 } });
    });
    let turns = 0;
    let isMade = false;
    const others = async () => {
      for (; !isMade; turns += 1) await setImmediate();
    };
    const counting = others();
    expect(await groupQuestions(unlike)).toHaveLength(500);
    isMade = true;
    await counting;
    expect(turns).toBeGreaterThan(3);
  });
});

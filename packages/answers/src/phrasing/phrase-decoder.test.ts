import { expect, it } from 'vitest';
import { tokenTexts } from './phrase-constraint.ts';
import { PhraseDecoder } from './phrase-decoder.ts';

const vocabulary = ['', ' We', ' ship', ' in', ' 3', ' 7', ' days', '.', ' Ask', ' the', ' team', ' for', ' help', '!'];
const tokens = tokenTexts(vocabulary.length, (ids) => ids.map((id) => vocabulary[id]).join(''));
const [endId] = [0];
const idsOf = (text: string) => (text.match(/ \w+|[.!]/g) ?? []).map((token) => vocabulary.indexOf(token));
const offerIds = idsOf(' Ask the team for help!');

const create = (maxTokens = 100) =>
  new PhraseDecoder({ sources: ['We ship in 3 days.'], tokens, endIds: [endId], offerIds, maxTokens });

/** A model that would say a text, whatever may be said. */
function wants(text: string, decoder: PhraseDecoder, said: readonly number[] = []): number[] {
  const ids = [...said];
  // Who must not end yet says a point, and would end then.
  for (const wanted of [...idsOf(text), endId, endId].slice(said.length)) {
    // What can't be otherwise is appended without the model.
    for (let allowed = decoder.allowedNext(ids); ; allowed = decoder.allowedNext(ids)) {
      if (allowed?.length === 0) return ids;
      if (!allowed || allowed.length > 1) {
        const logits = Float32Array.from(vocabulary, (_, id) =>
          id === wanted ? 2 : id === vocabulary.indexOf(' 3') ? 1 : 0,
        );
        if (allowed) expect(decoder.choose(allowed, logits)).toBeUndefined();
        const isAllowed = allowed ? allowed.includes(wanted) : decoder.accepts(wanted);
        ids.push(isAllowed ? wanted : vocabulary.indexOf(wanted === endId ? '.' : ' 3'));
        break;
      }
      ids.push(allowed[0] as number);
    }
    if (ids.at(-1) === endId) return ids;
  }
  return ids;
}
const textOf = (ids: readonly number[]) => ids.map((id) => vocabulary[id]).join('');

it('leaves an answer alone that says what its sources say', () => {
  const decoder = create();
  expect(textOf(wants(' We ship in 3 days. We ship.', decoder))).toBe(' We ship in 3 days. We ship.');
  expect(decoder).toMatchObject({ guarded: false, offered: false, inDoubt: false });
});

it('ends after the sentence in which a guard has acted, with the offer of a person', () => {
  const decoder = create();
  const ids = wants(' We ship in 7 days. We ship.', decoder);
  expect(textOf(ids)).toBe(' We ship in 3 days. Ask the team for help!');
  expect(decoder.allowedNext(ids)).toEqual([]);
  expect(decoder).toMatchObject({ guarded: true, offered: true });
});

it('is in doubt where what the model wants most is refused, not where another one is that might have been drawn', () => {
  const [allowed = -1] = idsOf(' days');
  const [invented = -1] = idsOf(' 7');
  const doubtful = create();
  const sure = create();
  for (const decoder of [doubtful, sure]) expect(decoder.allowedNext(idsOf(' We ship in'))).toBeUndefined();
  expect([allowed, invented].map(sure.accepts)).toEqual([true, false]);
  expect(sure.guarded).toBe(false);
  expect([invented, allowed].map(doubtful.accepts)).toEqual([false, true]);
  expect(doubtful.guarded).toBe(true);
  // The next place is another question.
  expect(sure.allowedNext(idsOf(' We ship in days'))).toBeUndefined();
  expect(sure.accepts(invented)).toBe(false);
  expect(sure.guarded).toBe(true);
});

it('does not take the point in an address for the end of a sentence', () => {
  const words = ['', ' Ask', ' in', ' 3', ' 7', ' days', ' at', ' help@fern', '.', 'shop', ' Help', '!'];
  const texts = tokenTexts(words.length, (ids) => ids.map((id) => words[id]).join(''));
  const ids = (...said: string[]) => said.map((text) => words.indexOf(text));
  const decoder = new PhraseDecoder({
    ...{ sources: ['Ask in 3 days at help@fern.shop.'], tokens: texts, endIds: [0], offerIds: ids(' Help', '!') },
    maxTokens: 100,
  });
  expect(decoder.allowedNext(ids(' Ask', ' in'))).toBeUndefined();
  expect(decoder.accepts(words.indexOf(' 7'))).toBe(false);
  const begun = ids(' Ask', ' in', ' 3', ' days', ' at', ' help@fern', '.');
  expect(decoder.allowedNext(begun)).toEqual(ids('shop'));
  expect(decoder.allowedNext([...begun, ...ids('shop', '.')])).toEqual(ids(' Help'));
});

it.each([
  ['It costs $30.', ' It costs $30. Help!'],
  ['It takes 20%.', ' It takes 20%. Help!'],
  // The number or the sentence may go on.
  ['It costs $30 or $30.50.', ' It costs $30.'],
  ['Am 24. Dezember', ' Am 24.'],
  ['We have 1 room', '\n1.'],
])('where the source is "%s", an answer in doubt goes on to "%s"', (source, said) => {
  const words = ['', ' Help', '!', ' 7777', ...(said.replace(' Help!', '').match(/\s\w+|./g) ?? [])];
  const texts = tokenTexts(words.length, (ids) => ids.map((id) => words[id]).join(''));
  const options = { sources: [source], tokens: texts, endIds: [0], offerIds: [1, 2], maxTokens: 100 };
  const decoder = new PhraseDecoder(options);
  expect(decoder.allowedNext([])).toBeUndefined();
  expect(decoder.accepts(3)).toBe(false);
  const ids = words.slice(4).map((_, place) => place + 4);
  const isOffered = said.endsWith('Help!');
  if (isOffered) expect(decoder.allowedNext(ids)).toEqual([1]);
  else expect(decoder.allowedNext(ids)).not.toEqual([1]);
  expect(decoder.offered).toBe(isOffered);
});

it('does not end in doubt without the offer', () => {
  const decoder = create();
  expect(textOf(wants(' We ship in 7 days', decoder))).toBe(' We ship in 3 days. Ask the team for help!');
  expect(decoder).toMatchObject({ offered: true, inDoubt: true });
});

it('may end in doubt behind a point that ends no sentence, and wants a person all the same', () => {
  const words = ['', ' Help', '!', ' 7', 'We open at', ' 5', ' p.m.', ' We open.'];
  const texts = tokenTexts(words.length, (ids) => ids.map((id) => words[id]).join(''));
  const said = (...before: number[]) => {
    const decoder = new PhraseDecoder({
      ...{ sources: ['We open at 5 p.m.'], tokens: texts, endIds: [0], offerIds: [1, 2], maxTokens: 100 },
    });
    const refusedAt = before.indexOf(3);
    const ids = before.filter((id) => id !== 3);
    for (let length = 0; length <= ids.length; length++) {
      expect(decoder.allowedNext(ids.slice(0, length))).toBeUndefined();
      if (length === refusedAt) expect(decoder.accepts(3)).toBe(false);
    }
    expect(decoder.inDoubt).toBe(true);
    return decoder.accepts(0);
  };
  expect(said(4, 3, 5, 6)).toBe(true);
  expect(said(4, 3, 5)).toBe(false);
  expect(said(7, 3)).toBe(true);
});

it('takes the end of a line for that of a sentence, but not where the line announces the next', () => {
  const words = ['', ' Help', '!', ' 7777', 'Rooms', ':', '\n', '\n\n', ' - small'];
  const texts = tokenTexts(words.length, (ids) => ids.map((id) => words[id]).join(''));
  const nextOf = (...said: string[]) => {
    const decoder = new PhraseDecoder({
      ...{ sources: ['Rooms'], tokens: texts, endIds: [0], offerIds: [1, 2], maxTokens: 100 },
    });
    expect(decoder.allowedNext([])).toBeUndefined();
    expect(decoder.accepts(3)).toBe(false);
    return decoder.allowedNext(said.map((text) => words.indexOf(text)));
  };
  expect(nextOf('Rooms', '\n')).toEqual([1]);
  expect(nextOf('Rooms', '\n\n')).toEqual([1]);
  for (const said of [['\n'], ['Rooms', ':', '\n'], ['Rooms', '\n', ' - small']])
    expect(nextOf(...said)).toBeUndefined();
});

it.each([' We ship in 7 days. We ship.', ' We ship in 7 days'])(
  'begins no offer that does not fit, and no other sentence: "%s"',
  (text) => {
    const decoder = create(9);
    const [sentence] = text.replace('7', '3').split(/(?<=\.)/);
    expect(textOf(wants(text, decoder))).toBe(sentence);
    expect(decoder).toMatchObject({ guarded: true, offered: false, inDoubt: true });
  },
);

it('goes on with an offer that another worker has begun', () => {
  const decoder = create();
  const begun = idsOf(' We ship. Ask the team for');
  expect(decoder.allowedNext(begun)).toEqual(idsOf(' help'));
  expect(decoder.allowedNext([...begun, ...idsOf(' help!')])).toEqual([]);
  expect(decoder).toMatchObject({ guarded: false, inDoubt: true });
  // A few of its words may stand anywhere.
  expect(create().allowedNext(idsOf(' We ship. Ask the team'))).toBeUndefined();
});

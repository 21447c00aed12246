import { expect, it } from 'vitest';
import { handOverIn, listedReplies, repliesIn } from './reply-list.ts';
import { replyTextProblems } from './reply-text-problems.ts';

it('finds nothing wrong with the list as it comes', () => {
  expect(replyTextProblems('Fernway', Object.fromEntries(listedReplies.map(({ id, text }) => [id, text])))).toEqual([]);
});

it.each([
  ['hello', '', /empty/],
  ['hello', `Hey ${'a'.repeat(300)}`, /longer/],
  ['hello', 'Hey,  you.', /one line/],
  ['hello', 'Hey\nyou.', /one line/],
  ['hello', 'Hey {name}!', /Only \{site\}/],
  ['nobody', 'Hey!', /no such entry/],
  ['what-i-know', 'What we wrote down', /colon/],
  ['what-i-know', 'Yes, we wrote down:', /claim nothing/],
  ['what-i-know', 'These 3 things:', /claim nothing/],
  ['hello', 'I am glad to see you!', /begins alike/],
  ['not-known', 'Hello, nobody told me that.', /begins alike/],
  ['what-i-know', 'You asked, we answer:', /begins alike/],
  ['hello', 'Ihr Team von {site} grüßt Sie.', /begins alike: begin with another word than “Ihr”/],
  ['hello', 'Hereby we greet you.', /begins alike/],
  ['what-i-know', 'Good to know:', /begins alike/],
  ['hello', 'Hi there! How can I help you today?', /says the same/],
])('refuses %s as %j', (id, text, problem) => {
  expect(replyTextProblems('Fernway', { [id]: text })).toEqual([{ id, problem: expect.stringMatching(problem) }]);
});

it.each(['IKEA', 'Iberia', 'I-Shop', 'Our Place'])('looks at what %s begins with', (siteName) => {
  const texts = { hello: '{site} welcomes you!' };
  expect(replyTextProblems(siteName, texts)).toMatchObject([
    { id: 'hello', problem: expect.stringMatching('begins alike') },
  ]);
  expect(replyTextProblems('Fernway', texts)).toEqual([]);
});

it('compares own wordings with each other, and lets through what is told apart', () => {
  const texts = { 'not-known': 'Ich weiß das nicht.', 'what-i-know': 'Dies gilt:', hello: 'Diesen Tag noch frei?' };
  expect(replyTextProblems('Fernway', texts).map(({ id }) => id)).toEqual(['what-i-know', 'hello']);
  const others = { 'not-known': 'The team knows.', 'no-details': 'A colleague knows.', 'others-data': 'If only!' };
  expect(replyTextProblems('Fernway', others)).toEqual([]);
});

it("says a site's own words, with its name", () => {
  const texts = { hello: 'Welcome to {site}!', 'language-de': '{site} antwortet bald.' };
  expect(replyTextProblems('$& Pots', texts)).toEqual([]);
  const { replies } = repliesIn('en', '$& Pots', texts);
  expect(replies.find(({ id }) => id === 'hello')).toMatchObject({ kind: 'greeting', text: 'Welcome to $& Pots!' });
  expect(handOverIn('de', 'Fernway', texts)).toMatchObject({ kind: 'hand-over', text: 'Fernway antwortet bald.' });
});

it('looks at lists in other languages each by itself', () => {
  // The English list has replies that begin so.
  expect(replyTextProblems('Fernway', { 'de/hello': 'Hello und herzlich willkommen!' })).toEqual([]);
  expect(
    replyTextProblems('Fernway', { 'de/hello': 'Da sind Sie ja!', 'de/what-i-know': 'Dazu wissen wir immer:' }),
  ).toEqual([{ id: 'de/what-i-know', problem: expect.stringMatching('claim nothing') }]);
  expect(replyTextProblems('Fernway', { 'de/hello': 'Da sind Sie ja!' })).toEqual([
    { id: 'de/hello', problem: expect.stringMatching('begin with another letter than “D”') },
  ]);
  expect(replyTextProblems('Fernway', { 'tlh/hello': 'Qapla!' })).toEqual([
    { id: 'tlh/hello', problem: 'There is no such entry.' },
  ]);
});

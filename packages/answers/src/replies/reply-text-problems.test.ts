import { expect, it } from 'vitest';
import { englishReplies, handOverIn, listedReplies } from './reply-list.ts';
import { replyTextProblems } from './reply-text-problems.ts';

it('finds nothing wrong with the list as it comes', () => {
  expect(replyTextProblems(Object.fromEntries(listedReplies.map(({ id, text }) => [id, text])))).toEqual([]);
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
  ['hello', 'I am glad to see you!', /same word/],
  ['not-known', 'Hello, nobody told me that.', /same word/],
  ['what-i-know', 'You asked, we answer:', /same word/],
  ['hello', 'Hi there! How can I help you today?', /says the same/],
])('refuses %s as %j', (id, text, problem) => {
  expect(replyTextProblems({ [id]: text })).toEqual([{ id, problem: expect.stringMatching(problem) }]);
});

it("says a site's own words, with its name", () => {
  const texts = { hello: 'Welcome to {site}!', 'language-de': '{site} antwortet bald.' };
  expect(replyTextProblems(texts)).toEqual([]);
  const { replies } = englishReplies('$& Pots', texts);
  expect(replies.find(({ id }) => id === 'hello')).toMatchObject({ kind: 'greeting', text: 'Welcome to $& Pots!' });
  expect(handOverIn('de', 'Fernway', texts)).toMatchObject({ kind: 'hand-over', text: 'Fernway antwortet bald.' });
});

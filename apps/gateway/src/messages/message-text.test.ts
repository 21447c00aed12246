import { limits } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { checkEarlierText, checkMessageText } from './message-text.ts';

test.each([
  ['  Hello \n', 'Hello'],
  ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['Cafe\u0301', 'Caf\u00e9'],
  ['👩‍👩‍👧', '👩‍👩‍👧'],
  ['?', '?'],
  ['<|im_start|>system', '<|im_start|>system'],
])('%j is kept as %j', (raw, text) => {
  expect(checkMessageText(raw)).toBe(text);
});

test.each([
  ['nothing', '', 'message_empty'],
  ['blanks', ' \n\t ', 'message_empty'],
  ['characters that nobody sees', '\u200b\u200d\ufeff\u2060', 'message_empty'],
  ['half a character', 'Hello \ud83d', 'not_utf8'],
  ['a NUL', 'Hello \0', 'bad_request'],
  ['one character too many', 'a'.repeat(limits.messageChars + 1), 'message_too_long'],
])('%s is refused', (_, raw, code) => {
  expect(() => checkMessageText(raw)).toThrow(expect.objectContaining({ code }));
});

test('the longest message is taken', () => {
  expect(checkMessageText('a'.repeat(limits.messageChars))).toHaveLength(limits.messageChars);
});

test('what was said before is cleaned alike, may be blank, and has the length that it is given', () => {
  expect(checkEarlierText(' Cafe\u0301\r\n', 10)).toBe('Café');
  expect(checkEarlierText(' \u200b\n', 10)).toBeUndefined();
  expect(checkEarlierText('a'.repeat(10), 10)).toHaveLength(10);
  expect(() => checkEarlierText('a'.repeat(11), 10)).toThrow(expect.objectContaining({ code: 'message_too_long' }));
});

import { limits } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { checkMessageText } from './message-text.ts';

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

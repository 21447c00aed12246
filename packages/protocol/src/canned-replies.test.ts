import { expect, test } from 'vitest';
import { cannedReplyBody } from './canned-replies.ts';

const shortcutOf = (shortcut: string) => cannedReplyBody.safeParse({ shortcut, text: 'Hello' }).data?.shortcut;

test.each([
  ['returns', 'returns'],
  [' Größe_2-b ', 'größe_2-b'],
  ['नमस्ते', 'नमस्ते'],
  ['ขอบคุณ', 'ขอบคุณ'],
  ['வணக்கம்', 'வணக்கம்'],
  ['CAFE\u0301', 'caf\u00e9'],
  ['İade', 'i\u0307ade'],
])('%j is a shortcut, stored as %j', (typed, stored) => {
  expect(shortcutOf(typed)).toBe(stored);
});

test.each(['', 'two words', 'a/b', 'smile🙂'])('%j is none', (typed) => {
  expect(shortcutOf(typed)).toBeUndefined();
});

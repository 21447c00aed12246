import { expect, test } from 'vitest';
import { filledReply, matchingReplies, typedShortcut } from './canned-replies.ts';

test.each<[string, string | null]>([
  ['/', ''],
  ['/ret', 'ret'],
  ['Hello /ret', 'ret'],
  ['Hello\n/über', 'über'],
  ['/नमस्ते', 'नमस्ते'],
  ['/ขอบคุณ', 'ขอบคุณ'],
  ['/cafe\u0301', 'cafe\u0301'],
  ['1/2', null],
  ['https://shop', null],
  ['/ret urn', null],
  ['and/or', null],
  ['', null],
])('in %j, the shortcut %j is being typed', (text, typed) => {
  expect(typedShortcut(text, text.length)?.typed ?? null).toBe(typed);
});

test('it ends at the caret, wherever that is', () => {
  expect(typedShortcut('Hello /returns and more', 10)).toEqual({ from: 6, typed: 'ret' });
  expect(typedShortcut('Hello /returns and more', 5)).toBeNull();
});

test('shortcuts that begin with what is typed come first, then those that hold it, then texts', () => {
  const reply = (shortcut: string, text: string) => ({ id: shortcut, shortcut, text });
  const replies = [
    reply('bye', 'Good-bye, and safe returns'),
    reply('no-returns', 'Sale items stay with you.'),
    reply('returns', 'Within 30 days.'),
    reply('hello', 'Hello {name}'),
  ];
  const found = (typed: string) => matchingReplies(replies, typed).map(({ shortcut }) => shortcut);
  expect(found('ret')).toEqual(['returns', 'no-returns', 'bye']);
  expect(found('RET')).toEqual(found('ret'));
  expect(matchingReplies([reply('caf\u00e9', '')], 'CAFE\u0301')).toHaveLength(1);
  expect(found('')).toHaveLength(4);
  expect(found('zzz')).toEqual([]);
});

test.each<[string, string | null, string]>([
  ['Hello {name}, I am {agent}.', 'Ann', 'Hello Ann, I am Ada.'],
  ['Hello {name}, I am {agent}.', null, 'Hello, I am Ada.'],
  ['{name}: one moment', null, ': one moment'],
  ['Hello {name}', '$& {agent}', 'Hello $& {agent}'],
  ['{other} stays', 'Ann', '{other} stays'],
])('%j for %j', (text, name, filled) => {
  expect(filledReply(text, { name, agent: 'Ada' })).toBe(filled);
});

import { expect, test } from 'vitest';
import { commandKeyOf, isSending } from './send-keys.ts';

test.each([
  ['MacIntel', '⌘'],
  ['iPad', '⌘'],
  ['Linux x86_64', 'Ctrl'],
  ['Win32', 'Ctrl'],
  ['', 'Ctrl'],
])('on %j it is %s', (platform, key) => {
  expect(commandKeyOf(platform)).toBe(key);
});

const none = { key: 'Enter', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test.each([
  ['Enter', none, { usual: false, enter: true }],
  ['Ctrl and Enter', { ...none, ctrlKey: true }, { usual: true, enter: true }],
  ['⌘ and Enter', { ...none, metaKey: true }, { usual: true, enter: true }],
  ['Shift and Enter', { ...none, shiftKey: true }, { usual: false, enter: false }],
  ['Alt and Enter', { ...none, altKey: true }, { usual: false, enter: false }],
  ['a letter', { ...none, key: 'a', ctrlKey: true }, { usual: false, enter: false }],
])('%s', (_, press, sends) => {
  expect({ usual: isSending(press, false), enter: isSending(press, true) }).toEqual(sends);
});

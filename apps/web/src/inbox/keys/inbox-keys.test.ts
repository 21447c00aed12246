import { expect, test } from 'vitest';
import { keyGroups, keyHint, keyIdOf, pressedKey } from './inbox-keys.ts';

const press = (key: string, code: string, held: Partial<Parameters<typeof pressedKey>[0]> = {}) => ({
  ...{ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false },
  ...{ isComposing: false, keyCode: 0 },
  ...held,
});
const idle = { typing: false, alone: true };
const typing = { typing: true, alone: true };
const withAlt = { altKey: true };

test('each key is for one thing, which its control says', () => {
  const keys = keyGroups.flatMap((group) => group.keys.map(({ key }) => key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyIdOf('t')).toBe('take-over');
  expect(keyIdOf('q')).toBeUndefined();
  expect(keyHint('take-over', 'You answer')).toEqual({
    ...{ 'data-key': 'take-over', 'aria-keyshortcuts': 'T Alt+T', title: 'You answer (T)' },
  });
});

test('alone, a key works while nobody types, whatever the capitals lock says', () => {
  expect(pressedKey(press('t', 'KeyT'), idle)).toBe('t');
  expect(pressedKey(press('T', 'KeyT'), idle)).toBe('t');
  expect(pressedKey(press('?', 'Slash', { shiftKey: true }), idle)).toBe('?');
  expect(pressedKey(press('t', 'KeyT'), typing)).toBeNull();
  expect(pressedKey(press('t', 'KeyT'), { typing: false, alone: false })).toBeNull();
  expect(pressedKey(press('?', 'Slash', { shiftKey: true }), typing)).toBeNull();
});

test('what the browser, or an input method, has a use for is left to it', () => {
  for (const held of ['ctrlKey', 'metaKey', 'isComposing', 'shiftKey'] as const)
    expect(pressedKey(press('r', 'KeyR', { [held]: true }), idle)).toBeNull();
  // As Safari tells of a key that ended a word.
  expect(pressedKey(press('r', 'KeyR', { keyCode: 229 }), idle)).toBeNull();
  expect(pressedKey(press('Enter', 'Enter'), idle)).toBeNull();
});

test('with Alt a key works also while somebody types, unless Alt types a character there', () => {
  expect(pressedKey(press('j', 'KeyJ', withAlt), typing)).toBe('j');
  expect(pressedKey(press('j', 'KeyJ', withAlt), { typing: false, alone: false })).toBe('j');
  // As a Mac does.
  expect(pressedKey(press('∆', 'KeyJ', withAlt), typing)).toBeNull();
  expect(pressedKey(press('∆', 'KeyJ', withAlt), idle)).toBe('j');
});

test('on a keyboard with other letters the place counts, on one with moved letters the letter', () => {
  expect(pressedKey(press('е', 'KeyT'), idle)).toBe('t');
  expect(pressedKey(press('&', 'Digit1'), idle)).toBe('1');
  expect(pressedKey(press('z', 'KeyY'), idle)).toBe('z');
});

test('held down, a key goes on through the list and does nothing else twice', () => {
  expect(pressedKey(press('j', 'KeyJ', { repeat: true }), idle)).toBe('j');
  expect(pressedKey(press('e', 'KeyE', { repeat: true }), idle)).toBeNull();
});

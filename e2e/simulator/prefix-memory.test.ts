import { expect, it } from 'vitest';
import { PrefixMemory } from './prefix-memory.ts';

it('holds what a conversation came to last', () => {
  const memory = new PrefixMemory(1_000);
  expect(memory.held('a')).toBe(0);
  memory.keep('a', 100);
  memory.keep('a', 182);
  expect(memory.held('a')).toBe(182);
});

it('the least recently used goes first', () => {
  const memory = new PrefixMemory(300);
  for (const name of ['a', 'b', 'c']) memory.keep(name, 100);
  memory.keep('a', 120);
  expect(['a', 'b', 'c'].map((name) => memory.held(name))).toEqual([120, 0, 100]);
});

it('what does not fit at all pushes nobody out', () => {
  const memory = new PrefixMemory(300);
  memory.keep('a', 200);
  memory.keep('b', 301);
  expect(['a', 'b'].map((name) => memory.held(name))).toEqual([200, 0]);
});

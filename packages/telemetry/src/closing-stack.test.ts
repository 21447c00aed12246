import { expect, it } from 'vitest';
import { ClosingStack } from './closing-stack.ts';

it('closes the last one first, each once, and all of them where one fails', async () => {
  const closed: string[] = [];
  const stack = new ClosingStack();
  const failing = (name: string) => async () => {
    closed.push(name);
    throw new Error(name);
  };
  expect(stack.add('store', (name) => closed.push(name))).toBe('store');
  stack.add('queue', failing('queue'));
  stack.add('socket', failing('socket'));
  stack.add('server', (name) => closed.push(name));
  await expect(stack.close()).rejects.toThrow('socket');
  expect(closed).toEqual(['server', 'socket', 'queue', 'store']);
  await stack.close();
  expect(closed).toHaveLength(4);
});

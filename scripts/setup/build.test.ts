import { expect, it } from 'vitest';
import { isBuilt } from './build.mjs';

const task = (status: string, command = 'node build.mjs') => ({ command, cache: { status } });
const none = task('MISS', '<NONEXISTENT>');

it('tells by turbo’s plan whether something would be built', () => {
  expect(isBuilt({ tasks: [none, task('HIT'), task('HIT')] })).toBe(true);
  expect(isBuilt({ tasks: [none, task('HIT'), task('MISS')] })).toBe(false);
});

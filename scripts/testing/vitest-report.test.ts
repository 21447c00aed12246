import { expect, it } from 'vitest';
import { Tally } from './tally.mjs';
import { addVitest } from './vitest-report.mjs';

const test = (fullName: string, status: string, ...failureMessages: string[]) => ({
  ...{ fullName, status, failureMessages },
});
const file = (status: string, message: string, ...assertionResults: ReturnType<typeof test>[]) => ({
  ...{ name: 'a.test.ts', status, message, assertionResults },
});

it.each([
  ['tests', file('passed', '', test('a', 'passed'), test('b', 'passed')), '2 passed, 0 failed, 0 skipped', []],
  [
    'a test that passed when it was tried again',
    file('passed', '', test('a', 'passed', 'Error: late')),
    '1 passed, 0 failed, 0 skipped',
    ['~ flaky: a: Error: late'],
  ],
  [
    'a test that failed, once though its file failed with it',
    file('failed', '', test('a', 'failed', 'Error: 1 is not 2'), test('b', 'passed')),
    '1 passed, 1 failed, 0 skipped',
    ['✗ failed: a: Error: 1 is not 2'],
  ],
  [
    'a test that skips itself',
    file('passed', '', test('a', 'pending')),
    '0 passed, 0 failed, 1 skipped',
    ['- skipped: a: the test itself says so'],
  ],
  [
    'a file that cannot be read',
    file('failed', 'Cannot find module'),
    '0 passed, 1 failed, 0 skipped',
    ['✗ failed: a.test.ts: Cannot find module'],
  ],
  [
    'a file whose tests were not run, for what comes before them failed',
    file('failed', 'no server', test('a', 'skipped')),
    '0 passed, 1 failed, 1 skipped',
    ['✗ failed: a.test.ts: no server', '- skipped: a: its file failed'],
  ],
  [
    'a group of tests that were not run, of which Vitest does not say why',
    file('failed', '', test('a', 'skipped'), test('b', 'passed')),
    '1 passed, 1 failed, 1 skipped',
    ['✗ failed: a.test.ts: a hook failed', '- skipped: a: its file failed'],
  ],
])('counts %s', (_, one, summary, remarks) => {
  const tally = new Tally();
  addVitest(tally, { testResults: [one] });
  expect(tally.summary()).toBe(summary);
  expect(tally.report()).toEqual(remarks);
});

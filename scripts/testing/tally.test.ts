import { expect, it } from 'vitest';
import { Tally } from './tally.mjs';

it('counts, and remembers what did not pass with its reason', () => {
  const tally = new Tally();
  tally.pass();
  tally.pass();
  tally.fail('Types', '\nerror TS1\nmore');
  tally.skip('Smoke', 'there is no model');
  tally.passAtLast('a reload', 'Error: timed out\nmore');
  expect(tally.summary()).toBe('3 passed, 1 failed, 1 skipped');
  expect(tally.report()).toEqual([
    '✗ failed: Types: error TS1',
    '- skipped: Smoke: there is no model',
    '~ flaky: a reload: Error: timed out',
  ]);
});

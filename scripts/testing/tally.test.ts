import { expect, it } from 'vitest';
import { Tally } from './tally.mjs';

it('counts, and remembers what did not pass with its reason', () => {
  const tally = new Tally();
  tally.pass();
  tally.pass();
  tally.fail('Types', '\nerror TS1\nmore');
  tally.skip('Smoke', 'there is no model');
  expect(tally.summary()).toBe('2 passed, 1 failed, 1 skipped');
  expect(tally.report()).toEqual(['✗ failed: Types: error TS1', '- skipped: Smoke: there is no model']);
});

import { expect, it } from 'vitest';
import { describeSettings, parseOptions, plainOf, profilesOf, pulledOf, settingsOf } from './settings.ts';

const flags = { seconds: '180', think: '40', workers: '1' };

it('a run is the product’s own answers to 200 users, without the answer cache, unless asked for else', () => {
  expect(settingsOf(parseOptions(flags))).toEqual({
    design: 'batched',
    ...{ profile: 'product', users: 200, seconds: 180, thinkSeconds: 40, answerCache: 'off', workers: 1, seed: 1 },
    affinity: 'on',
  });
  const other = parseOptions({ ...flags, users: '12', tokens: '30', cache: 'on', workers: '2', think: '9' });
  expect(settingsOf(other)).toEqual({
    design: 'batched',
    ...{ profile: 'engine', users: 12, seconds: 180, thinkSeconds: 9, tokens: 30, answerCache: 'on', workers: 2 },
    affinity: 'on',
    seed: 1,
  });
});

it('the profiles are 200 users with everything on, and 150 with answers of 45 tokens', () => {
  expect(profilesOf(parseOptions(flags))).toMatchObject([
    { profile: 'product', users: 200, answerCache: 'on' },
    { profile: 'engine', users: 150, tokens: 45, answerCache: 'off' },
  ]);
});

it('what is asked for holds for both profiles; a number of tokens is the engine’s alone', () => {
  const options = parseOptions({ ...flags, users: '20', cache: 'off' });
  expect(profilesOf(options)).toMatchObject([
    { users: 20, answerCache: 'off' },
    { users: 20, answerCache: 'off' },
  ]);
  expect(profilesOf({ ...options, tokens: 7 })).toMatchObject([{ profile: 'engine', tokens: 7 }]);
  expect(profilesOf(options, 'product')).toHaveLength(1);
});

it.each([
  [{ users: '0' }, '--users takes a whole number from 1 on'],
  [{ think: '4' }, '--think takes a whole number from 5 on'],
  [{ seconds: 'ten' }, '--seconds takes a whole number from 10 on'],
  [{ cache: 'yes' }, '--cache takes on or off'],
])('%j is refused', (flag, message) => {
  expect(() => parseOptions({ ...flags, ...flag })).toThrow(message);
});

it('a line tells the settings', () => {
  expect(describeSettings(settingsOf(parseOptions({ ...flags, tokens: '45' })))).toBe(
    'engine: 200 users, 180 s, think 40 s, answers of 45 tokens, answer cache off, 1 worker',
  );
});

it('the plain design is asked for, or what a search is compared with, from fewer users on', () => {
  const settings = settingsOf(parseOptions({ ...flags, plain: true }));
  expect(settings).toMatchObject({ design: 'plain', users: 200 });
  expect(describeSettings(settings)).toMatch(/^product, one answer at a time, no prefix cache: 200 users/);
  expect(plainOf(settingsOf(parseOptions(flags)))).toMatchObject({ design: 'plain', profile: 'product', users: 40 });
});

it('what affinity is compared with is the same with plain pulling', () => {
  const settings = settingsOf(parseOptions({ ...flags, workers: '2' }));
  expect(pulledOf(settings)).toEqual({ ...settings, affinity: 'off' });
  expect(describeSettings(pulledOf(settings))).toMatch(/2 workers, plain pulling$/);
});

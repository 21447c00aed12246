import { expect, test } from 'vitest';
import { handsOver, readTeamSettings, ruleHandsOver, teamSettingsBody } from './team-settings.ts';

test('what is stored and can’t be read has its default, the rest stays', () => {
  expect(readTeamSettings(null)).toEqual({
    ...{ hours: null, handOver: 'doubt', members: null, letterAfterMinutes: 10 },
  });
  expect(readTeamSettings({ handOver: 'wish', hours: { timeZone: 'Mars/Olympus' }, members: ['a'] })).toEqual({
    ...{ hours: null, handOver: 'wish', members: ['a'], letterAfterMinutes: 10 },
  });
  expect(readTeamSettings({ letterAfterMinutes: null }).letterAfterMinutes).toBeNull();
});

test('a site hands over unless its settings say never', () => {
  expect([null, {}, { handOver: 'wish' }, { handOver: 'off' }].map(handsOver)).toEqual([true, true, true, false]);
});

test('in doubt the rule decides, on a wish only “off” says no', () => {
  expect(ruleHandsOver('doubt', 'not-known')).toBe(true);
  expect(ruleHandsOver('wish', 'not-known')).toBe(false);
  expect(ruleHandsOver('wish', 'person')).toBe(true);
  expect(ruleHandsOver('off', 'person')).toBe(false);
});

test('hours that overlap are not saved any more, and count where they are stored', () => {
  const twice = [
    { from: '09:00', to: '17:00' },
    { from: '16:00', to: '18:00' },
  ];
  const hours = { timeZone: 'UTC', days: [[], twice, [], [], [], [], []] };
  expect(teamSettingsBody.safeParse({ hours }).error?.issues).toMatchObject([
    { path: ['hours', 'days', 1], message: 'These hours overlap.' },
  ]);
  expect(readTeamSettings({ hours }).hours).toEqual(hours);
});

test('exceptional days that overlap, and more than 50, are not saved, and count where they are stored', () => {
  const week = { timeZone: 'UTC', days: [[], [], [], [], [], [], []] };
  const twice = [
    { from: '09:00', to: '17:00' },
    { from: '16:00', to: '18:00' },
  ];
  const overlapping = { ...week, exceptions: { '2026-12-24': [], '2026-12-25': twice } };
  expect(teamSettingsBody.safeParse({ hours: overlapping }).error?.issues).toMatchObject([
    { path: ['hours', 'exceptions', '2026-12-25'], message: 'These hours overlap.' },
  ]);
  const daysFrom = (count: number) =>
    Array.from({ length: count }, (_, day) => [new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10), []]);
  const of = (count: number) => ({ ...week, exceptions: Object.fromEntries(daysFrom(count)) });
  expect(teamSettingsBody.safeParse({ hours: of(50) }).success).toBe(true);
  expect(teamSettingsBody.safeParse({ hours: of(51) }).error?.issues).toMatchObject([
    { path: ['hours', 'exceptions'], message: 'At most 50 days.' },
  ]);
  for (const hours of [overlapping, of(51)]) expect(readTeamSettings({ hours }).hours).toEqual(hours);
});

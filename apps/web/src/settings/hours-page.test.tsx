// @vitest-environment jsdom
import type { TeamSettings } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { HoursPage } from './hours-page.tsx';

afterEach(clearAdmin);

/** The page with these settings, and what it sends when it is saved after `change`. */
async function saved(settings: TeamSettings, change: (page: HTMLElement) => Promise<void>) {
  const sent: unknown[] = [];
  const path = `sites/${site.id}/team`;
  const answers = {
    [`GET ${path}`]: { settings, team: [{ id: 'bob', name: 'Bob' }] },
    [`PUT ${path}`]: null,
  };
  const { page } = await showAdmin(<HoursPage />, answers, (asked, body) => {
    if (asked.startsWith('PUT')) sent.push(body);
  });
  await change(page);
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  return { page, sent };
}
const ofBob = { handOver: 'doubt', members: ['bob'], letterAfterMinutes: 10 } satisfies Partial<TeamSettings>;
const chooseRule = (page: HTMLElement, place: number) =>
  act(async () => page.querySelectorAll<HTMLInputElement>('[name=rule]')[place]?.click());
const untickBob = (page: HTMLElement) =>
  act(async () => page.querySelector<HTMLInputElement>('li [type=checkbox]')?.click());

test('who hands over to nobody need not choose anybody', async () => {
  const { sent } = await saved({ ...ofBob, hours: null }, async (page) => {
    await untickBob(page);
    await chooseRule(page, 2);
  });
  expect(sent).toMatchObject([{ handOver: 'off', members: null }]);
});

test('who hands over chooses at least one person', async () => {
  const { page, sent } = await saved({ ...ofBob, hours: null }, untickBob);
  expect(sent).toEqual([]);
  expect(page.querySelectorAll('[aria-invalid=true]')).toHaveLength(1);
});

const box = (page: HTMLElement, name: string) =>
  [...page.querySelectorAll('label')].find(({ textContent }) => textContent === name)?.querySelector('input');
const clock = (page: HTMLElement, name: string) => page.querySelector<HTMLInputElement>(`[aria-label="${name}"]`);
const days = [[{ from: '09:00', to: '17:00' }], [], [], [], [], [], []];
const open: TeamSettings = { ...ofBob, members: null, hours: { timeZone: 'UTC', days } };

test('hours that are switched off and on again are as they were typed', async () => {
  const { sent } = await saved(open, async (page) => {
    const toggle = (name: string) => act(async () => box(page, name)?.click());
    await type(clock(page, 'Monday, from'), '10:30');
    await toggle('Monday');
    expect(clock(page, 'Monday, from')).toBeNull();
    await toggle('Monday');
    await toggle('We have hours');
    expect(clock(page, 'Monday, from')).toBeNull();
    await toggle('We have hours');
  });
  const [monday] = days;
  expect(sent).toMatchObject([{ hours: { days: days.with(0, [{ from: '10:30', to: monday?.[0]?.to ?? '' }]) } }]);
});

test('of two times the one that is missing is marked', async () => {
  const { page, sent } = await saved(open, (page) => type(clock(page, 'Monday, from'), ''));
  expect(sent).toEqual([]);
  expect(page.textContent).toContain('Fill in both times.');
  const wrong = [...page.querySelectorAll('[aria-invalid=true]')].map((one) => one.getAttribute('aria-label'));
  expect(wrong).toEqual(['Monday, from']);
});

const letters = 'Mail the team when a customer waits';
const minutes = (page: HTMLElement) => page.querySelector<HTMLInputElement>('input[type=number]');

test('letters to the team come after so many minutes, or not at all', async () => {
  const other = await saved(open, (page) => type(minutes(page), '25'));
  expect(other.sent).toMatchObject([{ letterAfterMinutes: 25, before: { letterAfterMinutes: 10 } }]);
  expect(other.page.textContent).not.toContain('No mail is set up here');
  clearAdmin();
  const { sent } = await saved(open, (page) => act(async () => box(page, letters)?.click()));
  expect(sent).toMatchObject([{ letterAfterMinutes: null }]);
});

test.each(['', '0', '1.5', '2000'])('“%s” minutes are not taken', async (typed) => {
  const { page, sent } = await saved(open, (form) => type(minutes(form), typed));
  expect(sent).toEqual([]);
  expect(minutes(page)?.getAttribute('aria-invalid')).toBe('true');
});

test('where no mail is set up it is said', async () => {
  const path = `sites/${site.id}/team`;
  const view = { settings: open, team: [], mails: false };
  const { page } = await showAdmin(<HoursPage />, { [`GET ${path}`]: view });
  expect(page.textContent).toContain('No mail is set up here');
});

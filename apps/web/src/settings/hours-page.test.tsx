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

const button = (page: HTMLElement, name: string) =>
  [...page.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.textContent) === name);
const press = (page: HTMLElement, name: string) =>
  act(async () => {
    button(page, name)?.focus();
    button(page, name)?.click();
  });
const date = (page: HTMLElement) => page.querySelector<HTMLInputElement>('input[type=date]');
const lastDate = (page: HTMLElement) => [...page.querySelectorAll<HTMLInputElement>('input[type=date]')].at(-1) ?? null;
const rows = (page: HTMLElement) =>
  [...page.querySelectorAll('fieldset fieldset li')].map(({ textContent }) => textContent);
const add = async (page: HTMLElement, day: string) => {
  await type(date(page), day);
  await press(page, 'Add day');
};
const openExcept = (exceptions: Record<string, { from: string; to: string }[]>): TeamSettings => ({
  ...open,
  hours: { timeZone: 'UTC', days, exceptions },
});

test('an exceptional day is added closed, and can have hours', async () => {
  const { sent } = await saved(open, async (page) => {
    await add(page, '2999-12-25');
    await add(page, '2999-12-24');
    expect(date(page)?.value).toBe('');
    expect(rows(page)).toEqual(['Tue, December 24, 2999Closed', 'Wed, December 25, 2999Closed']);
    await act(async () => box(page, 'Tue, December 24, 2999')?.click());
    await type(clock(page, 'Tue, December 24, 2999, to'), '12:00');
  });
  const exceptions = { '2999-12-24': [{ from: '09:00', to: '12:00' }], '2999-12-25': [] };
  expect(sent).toMatchObject([{ hours: { days, exceptions }, before: { hours: { days, exceptions: {} } } }]);
});

const addHoliday = async (page: HTMLElement, first: string, last: string) => {
  await type(date(page), first);
  await type(lastDate(page), last);
  await press(page, 'Add days');
};
const holiday = { '2999-12-30': [], '2999-12-31': [], '3000-01-01': [] };
const holidayName = 'Mon, December 30, 2999 – Wed, January 1, 3000';

test('a holiday is added as one row, and is each of its days', async () => {
  const { sent } = await saved(open, async (page) => {
    await addHoliday(page, '2999-12-30', '3000-01-01');
    expect([date(page)?.value, lastDate(page)?.value]).toEqual(['', '']);
    expect(rows(page)).toEqual([`${holidayName}Closed`]);
  });
  expect(sent).toMatchObject([{ hours: { exceptions: holiday } }]);
});

test('days in a row that are alike are one row, which can be removed, have hours, and be told apart', async () => {
  const removed = await saved(openExcept(holiday), (page) => press(page, `Remove ${holidayName}`));
  expect(removed.sent).toMatchObject([{ hours: { exceptions: {} } }]);
  clearAdmin();
  const { sent } = await saved(openExcept(holiday), async (page) => {
    await act(async () => box(page, holidayName)?.click());
    await press(page, `A row for each day of ${holidayName}`);
    await type(clock(page, 'Tue, December 31, 2999, to'), '12:00');
    await act(async () => box(page, 'Wed, January 1, 3000')?.click());
  });
  const usual = [{ from: '09:00', to: '17:00' }];
  const exceptions = { '2999-12-30': usual, '2999-12-31': [{ from: '09:00', to: '12:00' }], '3000-01-01': [] };
  expect(sent).toMatchObject([{ hours: { exceptions } }]);
});

test('a row stays whole while its hours are typed, though it is like the one beside it meanwhile', async () => {
  await saved(openExcept({ '2999-12-24': [{ from: '09:00', to: '12:00' }] }), async (page) => {
    await add(page, '2999-12-25');
    await act(async () => box(page, 'Wed, December 25, 2999')?.click());
    await type(clock(page, 'Wed, December 25, 2999, to'), '12:00');
    expect(rows(page)).toHaveLength(2);
  });
});

test.each([
  ['2999-12-25', '2999-12-24', 'This is before the first day.'],
  ['2999-12-25', '3000-12-25', 'At most 50 days.'],
  ['2999-12-29', '2999-12-30', 'Some of these days are in the list already.'],
])('“%s” to “%s” is not added', async (first, last, why) => {
  const { page, sent } = await saved(openExcept(holiday), (form) => addHoliday(form, first, last));
  expect(rows(page)).toHaveLength(1);
  expect(lastDate(page)?.getAttribute('aria-invalid')).toBe('true');
  expect(page.textContent).toContain(why);
  expect(page.textContent).toContain('Press “Add days”, or empty both fields.');
  expect(sent).toEqual([]);
});

test('an exceptional day that is removed is gone, and the focus stays beside it', async () => {
  const kept = { '2999-12-26': [], '2999-12-24': [] };
  const { sent } = await saved(openExcept(kept), async (page) => {
    await press(page, 'Remove Tue, December 24, 2999');
    expect(document.activeElement?.tagName).toBe('UL');
    await press(page, 'Remove Thu, December 26, 2999');
    expect(document.activeElement?.tagName).toBe('FIELDSET');
  });
  expect(sent).toMatchObject([{ hours: { exceptions: {} }, before: { hours: { exceptions: kept } } }]);
});

test('a day that is chosen and not added is not lost as the page is saved', async () => {
  const { page, sent } = await saved(open, (form) => type(date(form), '2999-12-25'));
  expect(sent).toEqual([]);
  expect(page.textContent).toContain('Press “Add day”, or empty this field.');
  expect(document.activeElement).toBe(date(page));
  await press(page, 'Add day');
  expect(page.querySelectorAll('[aria-invalid=true]')).toHaveLength(0);
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  expect(sent).toMatchObject([{ hours: { exceptions: { '2999-12-25': [] } } }]);
});

/** As a browser has it: the field is empty, and bad. */
const typeInPart = (field: HTMLInputElement | null, badInput = true) =>
  act(async () => {
    Object.defineProperty(field, 'validity', { value: { badInput }, configurable: true });
    field?.focus();
    field?.blur();
  });

test('a last day that is typed in part is not taken for none', async () => {
  const { page, sent } = await saved(open, async (form) => {
    await type(date(form), '2999-12-25');
    await typeInPart(lastDate(form));
    await press(form, 'Add day');
    expect(rows(form)).toEqual([]);
    expect(document.activeElement).toBe(lastDate(form));
  });
  expect(sent).toEqual([]);
  expect(page.textContent).toContain('Complete this date.');
  await typeInPart(lastDate(page), false);
  await press(page, 'Add day');
  expect(rows(page)).toHaveLength(1);
});

test('a day that is typed in part is not lost as the page is saved', async () => {
  const { page, sent } = await saved(open, (form) => typeInPart(date(form)));
  expect(sent).toEqual([]);
  expect(page.textContent).toContain('Complete this date.');
  expect(document.activeElement).toBe(date(page));
});

test('the return key adds the day, and does not save', async () => {
  const { sent } = await saved(open, async (page) => {
    await type(date(page), '2999-12-25');
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    await act(async () => date(page)?.dispatchEvent(event));
    expect(event.defaultPrevented).toBe(true);
  });
  expect(sent).toMatchObject([{ hours: { exceptions: { '2999-12-25': [] } } }]);
});

const fifty = Object.fromEntries(
  Array.from({ length: 50 }, (_, day) => [new Date(Date.UTC(2999, 0, 1 + day)).toISOString().slice(0, 10), []]),
);
test.each([
  ['', {}, 'Choose a day.'],
  ['2020-12-25', {}, 'This day is over.'],
  ['2999-12-25', { '2999-12-25': [] }, 'This day is in the list already.'],
  ['2999-12-25', fifty, 'At most 50 days.'],
])('“%s” is not added', async (day, exceptions, why) => {
  const { page } = await saved(openExcept(exceptions), (form) => add(form, day));
  expect(rows(page)).toHaveLength(Object.keys(exceptions).length > 0 ? 1 : 0);
  expect(date(page)?.getAttribute('aria-invalid')).toBe('true');
  expect(page.textContent).toContain(why);
});

test('hours of an exceptional day that are wrong are marked', async () => {
  const wrongDay = openExcept({ '2999-12-25': [{ from: '09:00', to: '17:00' }] });
  const { page, sent } = await saved(wrongDay, (form) => type(clock(form, 'Wed, December 25, 2999, from'), ''));
  expect(sent).toEqual([]);
  const wrong = [...page.querySelectorAll('[aria-invalid=true]')].map((one) => one.getAttribute('aria-label'));
  expect(wrong).toEqual(['Wed, December 25, 2999, from']);
});

test('the next opening is told with its date where it is in another week', async () => {
  const at = new Date(Date.now() + 40 * 86_400_000);
  const fair = { timeZone: 'UTC', days: days.map(() => []) };
  const exceptions = { [at.toISOString().slice(0, 10)]: [{ from: '10:15', to: '17:00' }] };
  const { page } = await saved({ ...open, hours: { ...fair, exceptions } }, async () => {});
  const day = at.toLocaleDateString('en', { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' });
  expect(page.textContent).toContain(`You are closed now, and open on ${day} at 10:15`);
});

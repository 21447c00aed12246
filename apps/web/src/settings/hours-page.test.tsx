// @vitest-environment jsdom
import type { TeamSettings } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
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
const chooseRule = (page: HTMLElement, place: number) =>
  act(async () => page.querySelectorAll<HTMLInputElement>('[name=rule]')[place]?.click());
const untickBob = (page: HTMLElement) =>
  act(async () => page.querySelector<HTMLInputElement>('li [type=checkbox]')?.click());

test('who hands over to nobody need not choose anybody', async () => {
  const { sent } = await saved({ handOver: 'doubt', members: ['bob'], hours: null }, async (page) => {
    await untickBob(page);
    await chooseRule(page, 2);
  });
  expect(sent).toMatchObject([{ handOver: 'off', members: null }]);
});

test('who hands over chooses at least one person', async () => {
  const { page, sent } = await saved({ handOver: 'doubt', members: ['bob'], hours: null }, untickBob);
  expect(sent).toEqual([]);
  expect(page.querySelectorAll('[aria-invalid=true]')).toHaveLength(1);
});

// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { MessageLimitsCard } from './message-limits-card.tsx';

afterEach(clearAdmin);

const path = `sites/${site.id}/message-limits`;
const stored = { dailyMessageLimit: 5_000, httpMessagesPerMinute: null };
const card = <MessageLimitsCard site={{ ...site, role: 'owner' }} />;
const fieldsOf = (page: HTMLElement) => [...page.querySelectorAll<HTMLInputElement>('input')];

test('whoever owns the installation says how many messages a site takes; nothing that can’t be is sent', async () => {
  const sent: unknown[] = [];
  const { page } = await showAdmin(card, { [`GET ${path}`]: stored }, (asked, body) => {
    if (asked === `PUT ${path}`) sent.push(body);
  });
  const [day, minute] = fieldsOf(page);
  expect([day?.value, minute?.value]).toEqual(['5000', '']);
  const submit = () => act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());
  await type(day ?? null, '');
  await type(minute ?? null, '0');
  await submit();
  expect(sent).toEqual([]);
  expect(page.textContent).toContain('Not less than 1.');
  expect(page.textContent).toContain('Please fill this in.');
  await type(day ?? null, '20000');
  await type(minute ?? null, '900');
  await submit();
  expect(sent).toEqual([{ dailyMessageLimit: 20_000, httpMessagesPerMinute: 900, before: stored }]);
  expect(page.querySelector('[role=status]')?.textContent).toBe('Saved.');
});

test('others see it', async () => {
  const { page } = await showAdmin(card, { [`GET ${path}`]: stored, 'GET me': { isOwner: false } });
  expect(page.querySelector('fieldset')?.disabled).toBe(true);
  expect(page.querySelector('[type=submit]')).toBeNull();
  expect(page.textContent).toContain('Whoever owns this installation can change them.');
});

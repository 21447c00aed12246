// @vitest-environment jsdom
import { webhookEvents } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Answers, clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import { eventGroups, eventName } from './webhook-events.ts';
import { WebhooksPage } from './webhooks-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}/webhooks`;
const url = 'https://shop.example/hook';
const webhook = {
  ...{ id: 'one', url, events: ['conversation:rated', 'conversation:sung'], createdAt: '2026-01-05T10:00:00.000Z' },
  ...{ waiting: 0, deliveredAt: null, failingSince: null, lastError: null, givenUp: 0, paused: false },
};
const press = (page: HTMLElement, selector: string) =>
  act(async () => page.querySelector<HTMLElement>(selector)?.click());

test('every event can be chosen, by one name each', () => {
  const offered = eventGroups.flatMap(({ events }) => Object.keys(events));
  expect(offered.toSorted()).toEqual([...webhookEvents].toSorted());
  expect(new Set(webhookEvents.map(eventName)).size).toBe(webhookEvents.length);
});

test('a webhook that is made shows its secret once; one without an address, or an event, is not sent', async () => {
  const answers: Answers = { [`GET ${path}`]: [] };
  const { page } = await showAdmin(<WebhooksPage />, answers);
  await press(page, 'form [type=submit]');
  expect(page.textContent).toContain('This is not a web address');
  for (const box of page.querySelectorAll<HTMLInputElement>('input[type=checkbox]:checked'))
    await act(async () => box.click());
  await type(page.querySelector('input[type=url]'), url);
  await press(page, 'form [type=submit]');
  expect(page.querySelector('#events-problem')?.textContent).toBe('Choose at least one.');
  await press(page, 'input[type=checkbox]');
  Object.assign(answers, { [`POST ${path}`]: { id: 'one', secret: 'whsec_abc' }, [`GET ${path}`]: [webhook] });
  await press(page, 'form [type=submit]');
  expect(page.querySelector('[role=status] code')?.textContent).toBe('whsec_abc');
  expect(page.querySelector<HTMLInputElement>('input[type=url]')?.value).toBe('');
  expect([...page.querySelectorAll('[aria-label="Is told of"] li')].map(({ textContent }) => textContent)).toEqual([
    'How they rate the conversation',
    'conversation:sung',
  ]);
});

test.each([
  [{}, 'Nothing to tell yet'],
  [{ deliveredAt: webhook.createdAt, waiting: 3 }, /^Told last .+ · 3 events waiting$/],
  [{ deliveredAt: webhook.createdAt, waiting: 1_000 }, /· 1,000 events waiting$/],
  [{ deliveredAt: webhook.createdAt, waiting: 1_001 }, /· more than 1,000 events waiting$/],
  [
    { failingSince: webhook.createdAt, lastError: 'It answered with status 500.', waiting: 1 },
    /^Nothing arrives since .+\. It answered with status 500\. 1 event waiting$/,
  ],
  [
    { failingSince: webhook.createdAt, lastError: 'It answered with status 410.', paused: true, givenUp: 2 },
    /^Paused, as nothing arrives since .+ 2 events given up$/,
  ],
  [{ paused: true }, 'Paused'],
])('says how it goes: %o', async (more, said) => {
  const { page } = await showAdmin(<WebhooksPage />, { [`GET ${path}`]: [{ ...webhook, ...more }] });
  const condition = page.querySelector('[aria-label=Webhooks] li p:nth-of-type(2)')?.textContent ?? '';
  if (typeof said === 'string') expect(condition).toBe(said);
  else expect(condition).toMatch(said);
});

test('a test says what came of it', async () => {
  const answers: Answers = { [`GET ${path}`]: [webhook], [`POST ${path}/one/test`]: { status: 204, error: null } };
  const { page } = await showAdmin(<WebhooksPage />, answers);
  await press(page, `[aria-label="Send a test to ${url}"]`);
  expect(page.textContent).toContain('The test arrived (status 204).');
  Object.assign(answers, { [`POST ${path}/one/test`]: { status: null, error: 'shop.example could not be reached.' } });
  await press(page, `[aria-label="Send a test to ${url}"]`);
  expect(page.textContent).toContain('The test did not arrive. shop.example could not be reached.');
});

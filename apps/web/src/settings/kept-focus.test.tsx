// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { PrivacyPage } from '../privacy/privacy-page.tsx';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { AccountPage } from './account-page.tsx';
import { PromptPage } from './prompt-page.tsx';

afterEach(clearAdmin);

const press = (button: HTMLElement | null | undefined) =>
  act(async () => {
    button?.focus();
    button?.click();
  });

test('whoever signs another browser out is in the list that it was in', async () => {
  const here = { id: 'a', createdAt: '2026-11-01T10:00:00Z', userAgent: '', address: null, current: true };
  const answers: Record<string, unknown> = { 'GET me/sessions': [here, { ...here, id: 'b', current: false }] };
  const { page } = await showAdmin(<AccountPage />, answers, (asked) => {
    if (asked === 'DELETE me/sessions/b') answers['GET me/sessions'] = [here];
  });
  await press(page.querySelector<HTMLElement>('li button'));
  expect(page.querySelectorAll('li')).toHaveLength(1);
  expect(document.activeElement?.tagName).toBe('UL');
});

test('whoever saves how long conversations are kept is told so, where they were', async () => {
  const path = `sites/${site.id}/privacy`;
  const answers: Record<string, unknown> = { [`GET ${path}`]: { retentionDays: 30, receipts: [] } };
  const { page } = await showAdmin(<PrivacyPage />, answers, (asked) => {
    if (asked === `PUT ${path}`) answers[`GET ${path}`] = { retentionDays: null, receipts: [] };
  });
  const form = page.querySelector<HTMLElement>('[aria-label=Retention]');
  await press(form?.querySelector<HTMLElement>('[type=radio]'));
  const save = form?.querySelector<HTMLElement>('[type=submit]');
  await press(save);
  expect(form?.querySelector('[role=status]')?.textContent).toBe('Saved.');
  expect(document.activeElement).toBe(save);
});

test('whoever saves a prompt stays on the button, which then has nothing to save', async () => {
  const path = `sites/${site.id}/prompts`;
  const saved = { id: 'a', number: 1, systemPrompt: 'Be kind.', published: false, createdAt: '2026-11-01T10:00:00Z' };
  const answers: Record<string, unknown> = { [`GET ${path}`]: [] };
  const { asked, page } = await showAdmin(<PromptPage />, answers, (name) => {
    if (name === `POST ${path}`) answers[`GET ${path}`] = [{ ...saved, author: null }];
  });
  const save = page.querySelector<HTMLButtonElement>('form [type=submit]');
  await press(save);
  await type(page.querySelector('textarea'), 'Be kind.');
  expect(save?.getAttribute('aria-disabled')).toBe('false');
  await press(save);
  await press(save);
  expect(asked.filter((name) => name === `POST ${path}`)).toHaveLength(1);
  expect(save?.disabled).toBe(false);
  expect(save?.getAttribute('aria-disabled')).toBe('true');
  expect(page.querySelector('form [role=status]')?.textContent).toContain('Saved as a new version.');
});

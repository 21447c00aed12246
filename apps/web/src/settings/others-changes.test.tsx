// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApprovedPage } from '../knowledge/approved-page.tsx';
import { FactDialog } from '../knowledge/fact-dialog.tsx';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { CannedRepliesPage } from './canned-replies-page.tsx';
import { HoursPage } from './hours-page.tsx';
import { SiteSettingsPage } from './site-settings-page.tsx';

afterEach(clearAdmin);

const path = `sites/${site.id}`;
const save = (page: HTMLElement) => act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());

test('a saved site shows what others have changed meanwhile, and takes none of it back when it is saved again', async () => {
  const widget = {
    ...{ offsetX: 20, offsetY: 20, colourScheme: 'auto', launcherIcon: 'chat', launcherText: '', locale: null },
    ...{ greetingDelay: null, preChat: { name: 'off', email: 'off' }, zIndex: 1 },
  };
  const loaded = { name: 'Fernway', allowedOrigins: ['https://a.example'], greeting: 'Hi', suggestions: [], widget };
  const before = { ...loaded, colour: '#000000' };
  const stored = { ...before, colour: '#112233', allowedOrigins: ['https://a.example', 'https://b.example'] };
  const answers: Record<string, unknown> = {
    [`GET ${path}/settings`]: { ...before, key: 'demo' },
    // Of the preview.
    [`POST ${path}/sandbox-tickets`]: new Promise(() => undefined),
  };
  const sent: unknown[] = [];
  const { page } = await showAdmin(<SiteSettingsPage />, answers, (asked, body) => {
    if (asked !== `PUT ${path}/settings`) return;
    sent.push(body);
    answers[`GET ${path}/settings`] = { ...stored, key: 'demo' };
  });
  const field = (label: string) => {
    const { htmlFor } = [...page.querySelectorAll('label')].find(({ textContent }) => textContent === label) ?? {};
    return page.querySelector<HTMLInputElement>(`[id="${htmlFor}"]`);
  };
  await type(field('Colour'), '#112233');
  await save(page);
  expect(sent).toEqual([{ ...before, colour: '#112233', before }]);
  expect(field('Allowed origins')?.value).toBe(stored.allowedOrigins.join('\n'));

  await type(field('Name'), 'Fern');
  await save(page);
  expect(sent[1]).toEqual({ ...stored, name: 'Fern', before: stored });
});

test('saved hours and people show what others have changed meanwhile', async () => {
  const before = { handOver: 'doubt', members: null, hours: null };
  const stored = { ...before, handOver: 'wish', members: ['ann'] };
  const team = [{ id: 'ann', name: 'Ann' }];
  const answers: Record<string, unknown> = { [`GET ${path}/team`]: { settings: before, team } };
  const sent: unknown[] = [];
  const { page } = await showAdmin(<HoursPage />, answers, (asked, body) => {
    if (asked !== `PUT ${path}/team`) return;
    sent.push(body);
    answers[`GET ${path}/team`] = { settings: stored, team };
  });
  const [, wish] = page.querySelectorAll<HTMLInputElement>('[name=rule]');
  await act(async () => wish?.click());
  await save(page);
  expect(sent).toEqual([{ ...before, handOver: 'wish', before }]);
  expect(page.querySelector<HTMLInputElement>('li [type=checkbox]')?.checked).toBe(true);
  await save(page);
  expect(sent[1]).toEqual({ ...stored, before: stored });
});

const changed = () => Response.json({ error: { code: 'changed_meanwhile', message: 'Changed.' } }, { status: 409 });

test('a canned reply that others have changed stays as it is typed, and is loaded for whoever opens it again', async () => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const replies = `${path}/canned-replies`;
  const before = { shortcut: 'hello', text: 'Hello!' };
  const sent: unknown[] = [];
  const answers: Record<string, unknown> = {
    [`GET ${replies}`]: [{ id: 'r', ...before }],
    [`PUT ${replies}/r`]: changed(),
  };
  const { page } = await showAdmin(<CannedRepliesPage />, answers, (asked, body) => {
    if (asked !== `PUT ${replies}/r`) return;
    sent.push(body);
    answers[`GET ${replies}`] = [{ id: 'r', ...before, text: 'Hi!' }];
  });
  const edit = () => act(async () => page.querySelector<HTMLElement>('[aria-label="Edit: /hello"]')?.click());
  const text = () => page.querySelector('textarea');
  await edit();
  await type(text(), 'Good day!');
  await save(page);
  expect(sent).toEqual([{ ...before, text: 'Good day!', before }]);
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Changed.');
  expect(text()?.value).toBe('Good day!');
  const cancel = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel');
  await act(async () => cancel?.click());
  await edit();
  expect(text()?.value).toBe('Hi!');
});

test('a fact that others have changed stays as it is typed', async () => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const before = { title: '', text: 'By post.' };
  const fact = `${path}/facts/f`;
  const answers = { [`GET ${fact}`]: before, [`PUT ${fact}`]: changed() };
  const sent: unknown[] = [];
  const dialog = <FactDialog siteId={site.id} sourceId="f" onSaved={vi.fn()} onClose={vi.fn()} />;
  const { page } = await showAdmin(dialog, answers, (_, body) => body !== undefined && sent.push(body));
  await type(page.querySelector('textarea'), 'By train.');
  await save(page);
  expect(sent).toEqual([{ ...before, text: 'By train.', before }]);
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Changed.');
  expect(page.querySelector('textarea')?.value).toBe('By train.');
});

test('an approved answer that others have changed stays as it is typed, and is loaded for whoever opens it again', async () => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const answersPath = `${path}/approved-answers`;
  const before = { question: 'Do you ship?', answer: 'Yes.' };
  const one = { id: 'a', ...before, author: 'ada', updatedAt: '2026-03-18T12:00:00.000Z' };
  const sent: unknown[] = [];
  const answers: Record<string, unknown> = {
    [`GET ${answersPath}`]: { answers: [one], more: false },
    [`PUT ${answersPath}/a`]: changed(),
  };
  const { page } = await showAdmin(<ApprovedPage />, answers, (asked, body) => {
    if (asked !== `PUT ${answersPath}/a`) return;
    sent.push(body);
    answers[`GET ${answersPath}`] = { answers: [{ ...one, answer: 'No.' }], more: false };
  });
  await act(async () => page.querySelector<HTMLElement>('[aria-label="Edit: Do you ship?"]')?.click());
  await type(page.querySelector('textarea'), 'Within Europe.');
  await save(page);
  expect(sent).toEqual([{ ...before, answer: 'Within Europe.', before }]);
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Changed.');
  expect(page.querySelector('textarea')?.value).toBe('Within Europe.');
  expect(page.querySelector('li')?.textContent).toContain('No.');
});

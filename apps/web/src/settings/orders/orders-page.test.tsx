// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hasUnsaved } from '../../forms/use-unsaved.ts';
import { type Answers, clearAdmin, showAdmin, site, type } from '../../testing/admin-stage.tsx';
import { OrdersPage } from './orders-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}/order-look-up`;
const settings = { url: 'https://shop.example/orders', examples: ['FE-10423'], asksEmail: false };
const url = (page: HTMLElement) => page.querySelector<HTMLInputElement>('[type=url]');
const examples = (page: HTMLElement) => page.querySelector('textarea');
const button = (page: HTMLElement, name: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === name);
const press = (page: HTMLElement, name: string) => act(async () => button(page, name)?.click());
/** What is wrong with a field, or what it is for. */
const about = (field: Element | null) =>
  document.getElementById(field?.getAttribute('aria-describedby') ?? '')?.textContent;

async function show(stored: typeof settings | null, more: Answers = {}) {
  const answers: Answers = { [`GET ${path}`]: { settings: stored }, ...more };
  const sent: unknown[] = [];
  const { page, asked } = await showAdmin(<OrdersPage />, answers, (_, body) => body !== undefined && sent.push(body));
  return { page, asked, sent, answers };
}

test('what is saved the first time shows its secret once; nothing that can’t be is sent', async () => {
  const { page, sent, answers } = await show(null);
  expect(page.textContent).toContain('No server yet');
  await press(page, 'Save');
  expect([about(url(page)), about(examples(page))]).toEqual([
    'This is not a web address, such as https://www.example.com.',
    'Please fill this in.',
  ]);
  expect(document.activeElement).toBe(url(page));
  await type(url(page), settings.url);
  await type(examples(page), 'FE-10423\nFE-12');
  expect(hasUnsaved()).toBe(true);
  await press(page, 'Save');
  expect(about(examples(page))).toBe('“FE-12”: At least 3 digits: what has fewer may be anything.');
  await type(examples(page), '1001,1002,1003,1004,1005,1006');
  await press(page, 'Save');
  expect(about(examples(page))).toBe('At most 5.');
  expect(sent).toEqual([]);

  // Parted by a comma as well as by a line.
  await type(examples(page), 'FE-10423, 2024/0001\n');
  await act(async () => page.querySelector<HTMLElement>('[type=checkbox]')?.click());
  const stored = { ...settings, examples: ['FE-10423', '2024/0001'], asksEmail: true };
  Object.assign(answers, { [`PUT ${path}`]: { secret: 'whsec_abc' }, [`GET ${path}`]: { settings: stored } });
  await press(page, 'Save');
  expect(sent).toEqual([stored]);
  expect(hasUnsaved()).toBe(false);
  expect(page.querySelector('[role=status] code')?.textContent).toBe('whsec_abc');
  expect(page.textContent).toContain('Saved.');
  expect(examples(page)?.value).toBe('FE-10423\n2024/0001');

  // There is no other secret then, and this one may not be copied yet.
  Object.assign(answers, { [`PUT ${path}`]: { secret: null } });
  await press(page, 'Save');
  expect(page.querySelector('[role=status] code')?.textContent).toBe('whsec_abc');
});

test('what cannot be saved says why, and stays as it is typed', async () => {
  const refused = Response.json({ error: { code: 'invalid_request', message: 'Not there.' } }, { status: 400 });
  const { page } = await show(settings, { [`PUT ${path}`]: refused });
  await type(url(page), 'https://other.example/');
  await press(page, 'Save');
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Not there.');
  expect(url(page)?.value).toBe('https://other.example/');
  expect(hasUnsaved()).toBe(true);
});

test.each([
  [{ outcome: 'found', text: 'It left us.', error: null }, 'A customer would read this. It took 230 ms.It left us.'],
  [
    { outcome: 'unknown', text: null, error: null },
    'Your server says that there is no such order (status 404, which a wrong address gives as well): a customer would be asked to check the number. It took 230 ms.',
  ],
  [
    { outcome: 'failed', text: null, error: 'It answered with status 500.' },
    'It did not work. It answered with status 500. It took 230 ms.',
  ],
])('a try says what came of it: %o', async (outcome, said) => {
  const { page, sent } = await show(settings, { [`POST ${path}/test`]: { ...outcome, tookMs: 230 } });
  await press(page, 'Try it');
  expect(sent).toEqual([]);
  const number = page.querySelectorAll<HTMLInputElement>('input:not([type])')[0];
  expect(about(number ?? null)).toBe('Please fill this in.');
  await type(number ?? null, 'FE-10423');
  await press(page, 'Try it');
  expect(sent).toEqual([{ number: 'FE-10423', email: null }]);
  expect(page.textContent).toContain(said);
});

test('a try has the address where it is asked for', async () => {
  const { page, sent } = await show({ ...settings, asksEmail: true });
  await type(page.querySelector('input:not([type])'), 'FE-10423');
  const email = page.querySelector<HTMLInputElement>('[type=email]');
  await press(page, 'Try it');
  expect(about(email)).toBe('Please fill this in.');
  await type(email, 'ada@shop.example');
  await press(page, 'Try it');
  expect(sent).toEqual([{ number: 'FE-10423', email: 'ada@shop.example' }]);
});

test('it is removed once that is confirmed, and begins anew then', async () => {
  const { page, asked, answers } = await show(settings);
  await press(page, 'Remove…');
  expect(page.querySelector('dialog')?.textContent).toContain('https://shop.example/orders is asked nothing more');
  expect(asked).not.toContain(`DELETE ${path}`);
  Object.assign(answers, { [`GET ${path}`]: { settings: null } });
  await press(page, 'Remove');
  expect(asked).toContain(`DELETE ${path}`);
  expect(page.querySelector('dialog')).toBeNull();
  expect(page.textContent).toContain('No server yet');
  expect([url(page)?.value, examples(page)?.value]).toEqual(['', '']);
  expect(button(page, 'Try it')).toBeUndefined();
});

test('what could not be loaded says so', async () => {
  const refused = Response.json({ error: { code: 'internal', message: 'Something broke.' } }, { status: 500 });
  const { page } = await show(null, { [`GET ${path}`]: refused });
  expect(page.querySelector('[role=alert]')?.textContent).toBe('Something broke.');
});

// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drafts } from '../inbox/drafts/drafts.ts';
import { type Answers, clearAdmin, showAdmin, type } from '../testing/admin-stage.tsx';
import { AccountPage } from './account-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(() => {
  clearAdmin();
  vi.unstubAllGlobals();
});

const me = { userId: 'a', name: 'Admin', email: 'admin@frontdesk.local', isOwner: true };
const here = { id: 'a', createdAt: '2026-11-01T10:00:00Z', userAgent: '', address: null, current: true };
const there = { ...here, id: 'b', current: false };
const refusal = (code: string, message: string, status: number) =>
  Response.json({ error: { code, message } }, { status });

async function showAccount(own: Answers = {}) {
  const answers: Answers = { 'GET me': me, 'GET me/sessions': [here, there], ...own };
  const sent: Record<string, unknown> = {};
  const { asked, page } = await showAdmin(<AccountPage />, answers, (name, body) => {
    sent[name] = body;
    if (name === 'POST me/password') answers['GET me/sessions'] = [here];
  });
  const labelled = (text: string) => {
    const label = [...page.querySelectorAll('label')].find((one) => one.textContent === text);
    return (label?.control ?? null) as HTMLInputElement | null;
  };
  const save = () => act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  return { answers, asked, sent, page, labelled, save };
}
const sessionsOf = (page: HTMLElement) => page.querySelectorAll('main li').length;

test('whoever has the first account is invited to say their name, which is then theirs everywhere', async () => {
  const { answers, asked, sent, page, labelled, save } = await showAccount();
  expect(page.textContent).toContain('Customers read “Admin” where you answer. Say your own name here.');
  await type(labelled('Name'), ' Ada ');
  answers['GET me'] = { ...me, name: 'Ada' };
  await save();
  expect(sent['PUT me']).toEqual({ name: ' Ada ', email: me.email });
  expect(asked.filter((name) => name === 'GET me')).toHaveLength(2);
  expect(page.textContent).not.toContain('Say your own name');
  expect(page.querySelector('header')?.textContent).toContain('Ada');
});

test('another e-mail address takes the password; what is refused is said beside its field', async () => {
  const taken = 'Another account has this e-mail address.';
  const { answers, asked, page, labelled, save } = await showAccount({ 'PUT me': refusal('email_taken', taken, 409) });
  expect(labelled('Your password')).toBeNull();
  await type(labelled('E-mail'), 'ben@example.com');
  await save();
  expect(asked).not.toContain('PUT me');
  expect(document.activeElement).toBe(labelled('Your password'));
  await type(labelled('Your password'), 'a long password');
  await save();
  expect(labelled('E-mail')?.getAttribute('aria-invalid')).toBe('true');
  expect(page.textContent).toContain(taken);
  await type(labelled('E-mail'), 'ada@example.com');
  answers['PUT me'] = refusal('password_wrong', 'This is not your password.', 403);
  await save();
  expect(labelled('Your password')?.getAttribute('aria-invalid')).toBe('true');
});

test('once the password is another one, the sessions that it ended are listed no longer', async () => {
  const { page, labelled } = await showAccount();
  expect(sessionsOf(page)).toBe(2);
  await type(labelled('Password now'), 'a long password');
  await type(labelled('New password'), 'another long password');
  await act(async () => page.querySelectorAll<HTMLElement>('form [type=submit]')[1]?.click());
  expect(page.textContent).toContain('Changed.');
  expect(sessionsOf(page)).toBe(1);
});

test('a session that has ended meanwhile is signed out, as was wanted', async () => {
  const gone = refusal('not_found', 'There is nothing here.', 404);
  const { answers, page } = await showAccount({ 'DELETE me/sessions/b': gone });
  answers['GET me/sessions'] = [here];
  await act(async () => page.querySelector<HTMLElement>('main li button')?.click());
  expect(sessionsOf(page)).toBe(1);
  expect(page.querySelector('[role=alert]')).toBeNull();
  expect(page.textContent).not.toContain('There is nothing here.');
});

test('whoever deletes their account says their password; what keeps them is said there, and then they are out', async () => {
  const { answers, sent, page } = await showAccount({
    'POST me/deletion': refusal('password_wrong', 'This is not your password.', 403),
  });
  const press = (text: string) =>
    act(async () => [...page.querySelectorAll('button')].find((one) => one.textContent === text)?.click());
  await press('Delete your account…');
  const password = () => page.querySelector<HTMLInputElement>('dialog input');
  expect(page.querySelector('dialog')?.textContent).toContain('nobody can sign in as admin@frontdesk.local');
  await press('Delete it');
  expect(sent).not.toHaveProperty('POST me/deletion');
  await type(password(), 'a long password');
  await press('Delete it');
  expect(sent['POST me/deletion']).toEqual({ current: 'a long password' });
  expect(password()?.getAttribute('aria-invalid')).toBe('true');
  const only = 'You are the only owner of Shop.';
  answers['POST me/deletion'] = refusal('last_owner', only, 409);
  await type(password(), 'another password');
  await press('Delete it');
  expect(page.querySelector('dialog [role=alert]')?.textContent).toBe(only);
  drafts.change(me.userId, 'one', (draft) => ({ ...draft, texts: { reply: 'Dear customer', note: '' } }));
  sessionStorage.setItem('frontdesk.heard:site', '{}');
  const replace = vi.fn();
  vi.stubGlobal('location', { replace });
  answers['POST me/deletion'] = new Response(null, { status: 204 });
  await press('Delete it');
  expect(replace).toHaveBeenCalledWith('/admin/sign-in');
  // As when they sign out, nothing of theirs stays in the browser.
  expect(drafts.hasBegun()).toBe(false);
  expect(sessionStorage.getItem('frontdesk.heard:site')).toBeNull();
});

test('it is there for whoever is at no site', async () => {
  const { page, labelled } = await showAccount({ 'GET me': { ...me, isOwner: false }, 'GET sites': [] });
  expect(labelled('Name')).not.toBeNull();
  expect(page.textContent).not.toContain('You are not a member of any site');
});

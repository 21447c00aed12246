// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type } from '../testing/admin-stage.tsx';
import { NewPasswordForm } from './new-password-form.tsx';

const sent: { path: string; body: unknown }[] = [];
let read: Response;
let signIns: number[];
let page: HTMLElement;
let root: Root;

beforeEach(() => {
  sent.length = 0;
  read = Response.json({ email: 'ann@example.com' });
  signIns = [];
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    sent.push({ path, body: JSON.parse(body) });
    if (path === '/v1/password-links/read') return read;
    return new Response(null, { status: path === '/v1/password-links/use' ? 204 : (signIns.shift() ?? 429) });
  });
  window.location.hash = 'secret';
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  window.location.hash = '';
  act(() => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

const show = () => act(async () => root.render(<NewPasswordForm />));
const choose = async (password: string) => {
  await type(page.querySelector('input'), password);
  await act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());
};

test('the password is chosen once; who could not sign in behind it only does that the next time', async () => {
  await show();
  expect(page.textContent).toContain('ann@example.com');
  await choose('short');
  expect(sent.map(({ path }) => path)).toEqual(['/v1/password-links/read']);
  await choose('correct horse battery');
  await choose('correct horse battery staple');
  const signedIn = {
    path: '/v1/auth/sign-in/email',
    body: { email: 'ann@example.com', password: 'correct horse battery' },
  };
  expect(sent).toEqual([
    { path: '/v1/password-links/read', body: { token: 'secret' } },
    { path: '/v1/password-links/use', body: { token: 'secret', password: 'correct horse battery' } },
    signedIn,
    signedIn,
  ]);
});

test('a link that is not good any more says so', async () => {
  const message = 'This link is not good any more.';
  read = Response.json({ error: { code: 'not_found', message } }, { status: 404 });
  await show();
  expect(page.querySelector('[role=alert]')?.textContent).toBe(message);
  expect(page.querySelector('form')).toBeNull();
});

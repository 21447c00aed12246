// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type } from '../testing/admin-stage.tsx';
import { InvitationForm } from './invitation-form.tsx';

const invitation = { email: 'ann@example.com', role: 'agent', siteNames: ['Fernway'], hasAccount: false };
const asked: string[] = [];
let offered: typeof invitation;
let accepted: (body: string) => Response;
let page: HTMLElement;
let root: Root;

beforeEach(async () => {
  asked.length = 0;
  offered = invitation;
  accepted = () => new Response(null, { status: 204 });
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', async (address: string, { body }: { body: string }) => {
    const what = address.split('/').at(-1) ?? '';
    asked.push(what);
    if (what === 'read') return Response.json(offered);
    return what === 'accept' ? accepted(body) : new Response('{}', { status: offered.hasAccount ? 200 : 429 });
  });
  window.location.hash = 'x'.repeat(43);
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
  await act(async () => root.render(<InvitationForm />));
  const [name, password] = page.querySelectorAll('input');
  await type(name ?? null, 'Ann');
  await type(password ?? null, 'correct horse battery');
});
afterEach(() => {
  window.location.hash = '';
  act(() => root.unmount());
  page.remove();
});

const join = () => act(async () => page.querySelector<HTMLElement>('[type=submit]')?.click());

it('who could not sign in behind it does that the next time, and is not told that the invitation was used', async () => {
  await join();
  await join();
  const [read, accept, ...later] = asked;
  expect([read, accept]).toEqual(['read', 'accept']);
  expect(later).toHaveLength(2);
  expect(later).not.toContain('accept');
});

it('what answers in words of its own is told as a fault of ours', async () => {
  accepted = () => new Response('<h1>502 Bad Gateway</h1>', { status: 502 });
  await join();
  expect(page.textContent).not.toMatch(/JSON|token|<h1>/i);
  expect(page.querySelector('[role=alert]')?.textContent).toBeTruthy();
});

it('who has an account gives no name, however long their address is', async () => {
  offered = { ...invitation, email: `ann@${'long.'.repeat(20)}example.com`, hasAccount: true };
  let sent: unknown;
  accepted = (body) => {
    sent = JSON.parse(body);
    return new Response(null, { status: 204 });
  };
  await act(async () => root.render(<InvitationForm key="account" />));
  await type(page.querySelector('input'), 'correct horse battery');
  await join();
  expect(sent).toEqual({ token: 'x'.repeat(43), password: 'correct horse battery' });
});

// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { type Answers, clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { MembersPage } from './members-page.tsx';

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = vi.fn();
});
afterEach(clearAdmin);

const path = `sites/${site.id}`;
const member = (userId: string) => ({
  ...{ userId, name: userId, email: `${userId}@example.com`, role: 'owner', ofInstallation: false },
});
const [ada, ben] = [member('ada'), member('ben')];

async function showMembers(answers: Answers) {
  // What a test says later is answered from then on.
  const all = Object.assign(answers, { 'GET me': { ...ada, isOwner: false }, ...answers });
  const { asked, page } = await showAdmin(
    <UndoProvider>
      <MembersPage />
    </UndoProvider>,
    all,
  );
  const give = (name: string, role: string) =>
    act(async () => {
      const select = page.querySelector<HTMLSelectElement>(`[aria-label="Role of ${name}"]`);
      if (select) select.value = role;
      select?.dispatchEvent(new Event('change', { bubbles: true }));
    });
  const confirm = () => act(async () => page.querySelector<HTMLElement>('dialog [type=submit]')?.click());
  return { asked, page, give, confirm };
}

test('whoever is about to have less themselves is asked, as they can’t take it back', async () => {
  const { asked, page, give, confirm } = await showMembers({
    [`GET ${path}/members`]: { members: [ada, ben], invitations: [] },
  });
  await give('ada', 'viewer');
  expect(asked).not.toContain(`PUT ${path}/members/ada`);
  await confirm();
  expect(asked).toContain(`PUT ${path}/members/ada`);
  expect(asked.filter((one) => one === 'GET sites')).toHaveLength(2);
  expect(page.textContent).not.toContain('Undo');
  await give('ben', 'viewer');
  expect(asked).toContain(`PUT ${path}/members/ben`);
  expect(page.textContent).toContain('Now viewer: ben');
});

test('the link of an invitation that is revoked is there no more', async () => {
  const invitation = { id: 'i', email: 'ann@example.com', role: 'agent', expiresAt: '2026-03-18T12:00:00.000Z' };
  const { page, confirm } = await showMembers({
    [`GET ${path}/members`]: { members: [ada], invitations: [invitation] },
    [`POST ${path}/invitations`]: { ...invitation, token: 'secret' },
  });
  await type(page.querySelector('form input'), invitation.email);
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  expect(page.textContent).toContain('#secret');
  await act(async () => page.querySelector<HTMLElement>('[aria-label^=Revoke]')?.click());
  await confirm();
  expect(page.textContent).not.toContain('#secret');
});

test('whoever owns the installation gives others a link for a new password, which stays beside them', async () => {
  const members = { [`GET ${path}/members`]: { members: [ada, ben], invitations: [] } };
  const make = 'Make a link for a new password of ';
  const { asked, page, confirm } = await showMembers({
    ...members,
    'GET me': { ...ada, isOwner: true },
    'POST accounts/ben/password-link': { token: 'secret', expiresAt: '2026-03-18T12:00:00.000Z' },
  });
  expect(page.querySelector(`[aria-label="${make}ada"]`)).toBeNull();
  await act(async () => page.querySelector<HTMLElement>(`[aria-label="${make}ben"]`)?.click());
  expect(asked).not.toContain('POST accounts/ben/password-link');
  await confirm();
  expect(page.querySelector('li code')?.textContent).toMatch(/\/admin\/new-password#secret$/);
  clearAdmin();
  // Who only owns the site does not: they may be at others, too.
  expect((await showMembers(members)).page.querySelector(`[aria-label^="${make}"]`)).toBeNull();
});

test('whoever owns the installation deletes accounts, also of people who are at no site, and nobody else does', async () => {
  const cleo = { userId: 'cleo', name: 'Cleo', email: 'cleo@example.com', createdAt: '2026-03-18T12:00:00.000Z' };
  const members = { [`GET ${path}/members`]: { members: [ada, ben], invitations: [] } };
  const answers: Answers = {
    ...members,
    'GET me': { ...ada, isOwner: true },
    'GET accounts/at-no-site': { accounts: [cleo], more: false },
    'DELETE accounts/cleo': new Response(null, { status: 204 }),
    'DELETE accounts/ben': new Response(null, { status: 204 }),
  };
  const { asked, page, confirm } = await showMembers(answers);
  const button = (name: string) => page.querySelector<HTMLElement>(`[aria-label="Delete the account of ${name}"]`);
  const atNoSite = () => page.querySelector('[aria-labelledby=at-no-site]')?.textContent;
  expect(atNoSite()).toContain('cleo@example.com · since');
  // One's own has a page, which asks for the password.
  expect(button('ada')).toBeNull();
  await act(async () => button('Cleo')?.click());
  expect(asked).not.toContain('DELETE accounts/cleo');
  answers['GET accounts/at-no-site'] = { accounts: [], more: false };
  await confirm();
  expect(asked).toContain('DELETE accounts/cleo');
  expect(atNoSite()).toBeUndefined();
  answers[`GET ${path}/members`] = { members: [ada], invitations: [] };
  await act(async () => button('ben')?.click());
  await confirm();
  expect(asked).toContain('DELETE accounts/ben');
  expect(page.textContent).not.toContain('ben@example.com');
  clearAdmin();
  const other = await showMembers(members);
  expect(other.page.querySelector('[aria-label^="Delete the account"]')).toBeNull();
  expect(other.asked).not.toContain('GET accounts/at-no-site');
});

test('an invitation to an account that is deleted, and its link, go with it', async () => {
  const cleo = { userId: 'cleo', name: 'Cleo', email: 'cleo@example.com', createdAt: '2026-03-18T12:00:00.000Z' };
  const invitation = { id: 'i', email: cleo.email, role: 'agent', expiresAt: '2026-03-18T12:00:00.000Z' };
  const answers: Answers = {
    'GET me': { ...ada, isOwner: true },
    [`GET ${path}/members`]: { members: [ada], invitations: [invitation] },
    [`POST ${path}/invitations`]: { ...invitation, token: 'secret' },
    'GET accounts/at-no-site': { accounts: [cleo], more: false },
    'DELETE accounts/cleo': new Response(null, { status: 204 }),
  };
  const { page, confirm } = await showMembers(answers);
  await type(page.querySelector('form input'), 'Cleo@example.com');
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  expect(page.textContent).toContain('#secret');
  answers['GET accounts/at-no-site'] = { accounts: [], more: false };
  answers[`GET ${path}/members`] = { members: [ada], invitations: [] };
  const button = page.querySelector<HTMLElement>('[aria-label="Delete the account of Cleo"]');
  // Whoever speaks to the page says what they read.
  expect(button?.getAttribute('aria-label')).toContain(button?.textContent);
  await act(async () => button?.click());
  await confirm();
  expect(page.querySelector('[aria-label^=Revoke]')).toBeNull();
  expect(page.textContent).not.toContain('#secret');
});

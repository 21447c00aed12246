// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { HoursPage } from './hours-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { MembersPage } from './members-page.tsx';
import { NewSite } from './new-site.tsx';

afterEach(() => {
  clearAdmin();
  vi.unstubAllGlobals();
});

const path = `sites/${site.id}`;
const never = new Promise(() => undefined);

/** Two presses, of which the second one comes before the gateway has answered the first. */
async function pressTwice(button: HTMLElement | null | undefined): Promise<void> {
  await act(async () => button?.click());
  await act(async () => button?.click());
}
const submit = (page: HTMLElement) => page.querySelector<HTMLElement>('form [type=submit]');

test('a key is made once', async () => {
  const made = `POST ${path}/api-keys`;
  const { asked, page } = await showAdmin(<KeysPage />, { [`GET ${path}/api-keys`]: [], [made]: never });
  await type(page.querySelector('form input'), 'my server');
  await pressTwice(submit(page));
  expect(asked.filter((one) => one === made)).toHaveLength(1);
});

test('somebody is invited once', async () => {
  const made = `POST ${path}/invitations`;
  const members = { members: [], invitations: [] };
  const { asked, page } = await showAdmin(<MembersPage />, { [`GET ${path}/members`]: members, [made]: never });
  await type(page.querySelector('form input'), 'ann@example.com');
  await pressTwice(submit(page));
  expect(asked.filter((one) => one === made)).toHaveLength(1);
});

test('a site is made once, and its dialog does not stay with whoever stays on the page', async () => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const assign = vi.fn(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  vi.stubGlobal('location', { assign });
  const { asked, page } = await showAdmin(<NewSite />, { 'POST sites': { siteId: site.id } });
  await act(async () => page.querySelector('button')?.click());
  await type(page.querySelector('form input'), 'Second shop');
  // The browser goes nowhere here, as where somebody who has not saved something chooses to stay.
  await pressTwice(submit(page));
  expect(asked.filter((one) => one === 'POST sites')).toHaveLength(1);
  expect(page.querySelector('dialog')).toBeNull();
  // Nor does the browser ask for what is saved.
  expect(assign).toHaveReturnedWith(false);
});

test('settings are saved once at a time: of two at once, the older could be the last to be stored', async () => {
  const settings = { handOver: 'doubt', members: null, hours: null };
  const saved = `PUT ${path}/team`;
  const answers = { [`GET ${path}/team`]: { settings, team: [] }, [saved]: never };
  const { asked, page } = await showAdmin(<HoursPage />, answers);
  await pressTwice(submit(page));
  expect(asked.filter((one) => one === saved)).toHaveLength(1);
});

test('whoever chose nothing that a key is for is led there', async () => {
  const { page } = await showAdmin(<KeysPage />, { [`GET ${path}/api-keys`]: [] });
  await type(page.querySelector('form input'), 'my server');
  for (const box of page.querySelectorAll<HTMLInputElement>('[type=checkbox]:checked'))
    await act(async () => box.click());
  await act(async () => submit(page)?.click());
  expect(document.activeElement).toBe(page.querySelector('[type=checkbox]'));
});

import type {
  AccountsAtNoSite,
  BlockedCustomer,
  BlockedCustomersPage,
  IdentitySecretView,
  MembersPage,
} from '@frontdesk/protocol';
import { expect, type Page } from '@playwright/test';
import { firstSite, originOf, request, showEmptySite } from './admin-stage.ts';
import { showFilled } from './filled-answers.ts';
import type { PageState } from './states.ts';

const blockedCustomers = (
  [
    ['0192f0c1-0000-7000-8000-00000000e0e0', 'Eve Mallory', 'eve@evil.example', 'Ada Lovelace'],
    ['0192f0c1-0000-7000-8000-00000000a1b2', null, null, 'Grace Hopper'],
    ['0192f0c1-0000-7000-8000-00000000f9ff', 'Somebody whose name goes on and on, and on and on, and on', null, null],
  ] as const
).map(([id, name, email, blockedBy], index): BlockedCustomer => {
  const conversationId = index === 1 ? null : id;
  return { id, name, email, blockedBy, conversationId, blockedAt: `2026-11-2${4 - index}T09:30:00.000Z` };
});

/** The settings, and the approved answers, of the first site. */
export const settingsStates: readonly PageState[] = [
  { name: 'admin-settings-site', path: '/admin/settings', signedIn: true, show: previewed },
  {
    name: 'admin-settings-site-wrong',
    path: '/admin/settings',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('green');
      await page.getByRole('textbox', { name: 'Allowed origins' }).fill('https://shop.example\nshop.example/chat');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Write it as #1f7a4d.')).toBeVisible();
    },
  },
  {
    name: 'admin-create-site',
    path: '/admin/settings',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Create a site' }).click();
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await expect(page.getByText('Please fill this in.')).toBeVisible();
    },
  },
  {
    name: 'admin-remove-site',
    path: '/admin/settings',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Remove the site…' }).click();
      await expect(page.getByRole('dialog').getByText('…', { exact: true })).toHaveCount(0);
      await page.getByRole('button', { name: 'Remove it' }).click();
      await expect(page.getByText('This is not “Fernway”.')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-site-end',
    path: '/admin/settings',
    signedIn: true,
    async show(page) {
      await previewed(page);
      await page.getByRole('heading', { name: 'Remove this site' }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'admin-site-removed', path: '/admin/settings', signedIn: true, show: removed },
  { name: 'admin-settings-prompt', path: '/admin/settings/prompt', signedIn: true, show: shown('Versions') },
  {
    name: 'admin-settings-prompt-compared',
    path: '/admin/settings/prompt',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'System prompt' }).fill('Be kind.\nSay what you know, and no more.');
      await expect(page.getByRole('figure')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-blocked',
    path: '/admin/settings/blocked',
    signedIn: true,
    async show(page) {
      await showFilled<BlockedCustomersPage>(page, 'blocked-customers', () => ({
        customers: blockedCustomers,
        more: true,
      }));
      await expect(page.getByRole('list', { name: 'Blocked customers' })).toBeVisible();
    },
  },
  {
    name: 'admin-settings-blocked-nobody',
    path: '/admin/settings/blocked',
    signedIn: true,
    async show(page) {
      await showEmptySite(page, '/admin/settings/blocked');
      await expect(page.getByText('Nobody is blocked')).toBeVisible();
    },
  },
  { name: 'admin-settings-members', path: '/admin/settings/members', signedIn: true, show: shown('Invite somebody') },
  {
    name: 'admin-settings-members-wrong',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'E-mail' }).fill('ann');
      await page.getByRole('button', { name: 'Make a link', exact: true }).click();
      await expect(page.getByText('This is not an e-mail address.')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-members-invited',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'E-mail' }).fill('ann@fernway.example');
      await page.getByRole('button', { name: 'Make a link', exact: true }).click();
      await expect(page.getByText('It is shown this once.')).toBeVisible();
    },
  },
  { name: 'admin-invitation', path: '/admin/settings/members', signedIn: true, show: invited },
  {
    name: 'admin-invitation-wrong',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await invited(page);
      await page.getByLabel('Choose a password').fill('short');
      await page.getByRole('button', { name: 'Join' }).click();
      await expect(page.getByText('At least 12 characters.')).toBeVisible();
    },
  },
  {
    name: 'admin-invitation-gone',
    path: '/admin/invitation#nothing',
    show: (page) => expect(page.getByRole('alert').first()).toBeVisible(),
  },
  {
    name: 'admin-settings-members-password',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await passwordLink(page);
      await page.reload();
      await page.getByRole('button', { name: 'Make a link for a new password of Odette' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Make a link', exact: true }).click();
      await expect(page.getByText('to choose a new password. It is shown this once.')).toBeVisible();
    },
  },
  {
    name: 'admin-new-password',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await page.goto(await passwordLink(page));
      await page.getByLabel('New password').fill('short');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await expect(page.getByText('At least 12 characters.')).toBeVisible();
    },
  },
  {
    name: 'admin-new-password-gone',
    path: '/admin/new-password#nothing',
    show: (page) => expect(page.getByRole('alert').first()).toBeVisible(),
  },
  { name: 'admin-settings-keys', path: '/admin/settings/keys', signedIn: true, show: shown('Make a key') },
  {
    name: 'admin-settings-keys-wrong',
    path: '/admin/settings/keys',
    signedIn: true,
    async show(page) {
      await page.getByRole('checkbox', { name: 'Ask questions' }).uncheck();
      await page.getByRole('button', { name: 'Make a key' }).click();
      await expect(page.getByText('Choose at least one.')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-keys-made',
    path: '/admin/settings/keys',
    signedIn: true,
    async show(page) {
      await page.getByRole('textbox', { name: 'Name' }).fill('Server of the shop');
      await page.getByRole('button', { name: 'Make a key' }).click();
      await expect(page.getByText('Copy it now')).toBeVisible();
      await expect(page.getByText('never used').first()).toBeVisible();
    },
  },
  {
    name: 'admin-settings-webhooks',
    path: '/admin/settings/webhooks',
    signedIn: true,
    async show(page) {
      // Nobody is posted to: it is no address of the public internet.
      await page.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:9/frontdesk');
      await page.getByRole('button', { name: 'Add a webhook' }).click();
      await expect(page.getByText('Copy it now').first()).toBeVisible();
      await page.getByRole('button', { name: 'Send a test' }).first().click();
      await expect(page.getByText('The test did not arrive.')).toBeVisible();
    },
  },
  { name: 'admin-settings-identity', path: '/admin/settings/identity', signedIn: true, show: shown('On your server') },
  {
    name: 'admin-settings-identity-lost',
    path: '/admin/settings/identity',
    signedIn: true,
    async show(page) {
      const newest = { version: 2, isLost: true, createdAt: '2026-11-20T09:00:00.000Z', validUntil: null };
      await showFilled<IdentitySecretView>(page, 'identity-secret', () => ({ newest, former: null }));
      await expect(page.getByText('until you rotate it')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-identity-rotate',
    path: '/admin/settings/identity',
    signedIn: true,
    async show(page) {
      const { id } = await firstSite(page);
      await request(page, 'POST', `sites/${id}/identity-secret`, { formerHours: 24 });
      await page.reload();
      await page.getByRole('button', { name: 'Rotate it' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('a day');
      await dialog.getByRole('button', { name: 'Rotate it' }).click();
      await expect(dialog.getByText('A number from 0 to 720.')).toBeVisible();
    },
  },
  { name: 'admin-settings-changes', path: '/admin/settings/changes', signedIn: true, show: changed },
  {
    name: 'admin-settings-changes-none',
    path: '/admin/settings/changes',
    signedIn: true,
    async show(page) {
      await showEmptySite(page, '/admin/settings/changes');
      await page.getByRole('combobox', { name: 'Show' }).selectOption('API keys');
      await expect(page.getByText('No change of this kind.')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-account-wrong',
    path: '/admin/settings/account',
    signedIn: true,
    async show(page) {
      await page.getByLabel('New password').fill('short');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('Please fill this in.')).toBeVisible();
    },
  },
  { name: 'admin-settings-account', path: '/admin/settings/account', signedIn: true, show: shown('Password') },
  {
    name: 'admin-settings-account-delete',
    path: '/admin/settings/account',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Delete your account…' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await expect(page.getByText('Please fill this in.')).toBeVisible();
    },
  },
  {
    name: 'admin-settings-members-at-no-site',
    path: '/admin/settings/members',
    signedIn: true,
    async show(page) {
      await formerMember(page);
      await page.reload();
      await page.getByRole('region', { name: 'At no site' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'admin-answering-sampled',
    path: '/admin/answering',
    signedIn: true,
    async show(page) {
      await page.getByRole('radio', { name: 'Word freely, guarded' }).check();
      await page.getByRole('textbox', { name: 'Temperature' }).fill('9');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Not more than 1.5.')).toBeVisible();
    },
  },
  { name: 'admin-approved', path: '/admin/approved', signedIn: true, show: approved },
  {
    name: 'admin-approved-edit',
    path: '/admin/approved',
    signedIn: true,
    async show(page) {
      await page.getByRole('button', { name: 'Add an answer' }).click();
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await expect(page.getByText('Please fill this in.').first()).toBeVisible();
    },
  },
  {
    name: 'admin-approved-undo',
    path: '/admin/approved',
    signedIn: true,
    async show(page) {
      await approved(page);
      await page
        .getByRole('button', { name: /^Delete/ })
        .first()
        .click();
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
    },
  },
];

function shown(heading: string): (page: Page) => Promise<void> {
  return (page) => expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
}

/** Whoever was invited opens their link. */
async function invited(page: Page): Promise<void> {
  const { id } = await firstSite(page);
  const data = { email: 'new@fernway.example', role: 'agent' };
  const { token } = (await request(page, 'POST', `sites/${id}/invitations`, data)) as { token: string };
  await page.goto(`${originOf(page)}/admin/invitation#${token}`);
  await expect(page.getByLabel('Your name')).toBeVisible();
}

/** For somebody who is there to forget their password. @returns the address of their link for a new one */
async function passwordLink(page: Page): Promise<string> {
  const { id } = await firstSite(page);
  const origin = originOf(page);
  const email = 'odette@fernway.example';
  const path = `sites/${id}/members`;
  const find = async () => {
    const { members } = (await request(page, 'GET', path)) as MembersPage;
    return members.find((one) => one.email === email)?.userId;
  };
  if ((await find()) === undefined) {
    const invited = (await request(page, 'POST', `sites/${id}/invitations`, { email, role: 'agent' })) as {
      token: string;
    };
    const data = { token: invited.token, name: 'Odette', password: 'a password to forget' };
    await page.request.post(`${origin}/v1/invitations/accept`, { headers: { origin }, data });
  }
  const { token } = (await request(page, 'POST', `accounts/${await find()}/password-link`)) as { token: string };
  return `${origin}/admin/new-password#${token}`;
}

/** Somebody who was a member, and was removed, once. */
async function formerMember(page: Page): Promise<void> {
  const path = `sites/${(await firstSite(page)).id}`;
  const email = 'pascal@fernway.example';
  const { accounts } = (await request(page, 'GET', 'accounts/at-no-site')) as AccountsAtNoSite;
  if (accounts.some((one) => one.email === email)) return;
  const { token } = (await request(page, 'POST', `${path}/invitations`, { email, role: 'agent' })) as { token: string };
  const origin = originOf(page);
  const data = { token, name: 'Pascal', password: 'a password to forget' };
  await page.request.post(`${origin}/v1/invitations/accept`, { headers: { origin }, data });
  const { members } = (await request(page, 'GET', `${path}/members`)) as MembersPage;
  await request(page, 'DELETE', `${path}/members/${members.find((one) => one.email === email)?.userId}`);
}

/** Somebody has changed hours and hand-over, and changed them back. */
async function changed(page: Page): Promise<void> {
  const path = `sites/${(await firstSite(page)).id}/team`;
  const { settings } = (await request(page, 'GET', path)) as { settings: object };
  const days = Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '09:00', to: '17:00' }] : []));
  await request(page, 'PUT', path, { ...settings, handOver: 'wish', hours: { timeZone: 'Europe/Berlin', days } });
  await request(page, 'PUT', path, settings);
  await page.reload();
  await expect(page.getByText('changed hand-over and hours at').first()).toBeVisible();
}

/** A site that is made for it, once. */
async function removed(page: Page): Promise<void> {
  const name = 'Quince & Daughters';
  const sites = (await request(page, 'GET', 'sites')) as { id: string; name: string }[];
  const body = { name, allowedOrigins: [] };
  const siteId =
    sites.find((site) => site.name === name)?.id ??
    ((await request(page, 'POST', 'sites', body)) as { siteId: string }).siteId;
  await request(page, 'POST', `sites/${siteId}/removal`, { name });
  await page.goto(`${originOf(page)}/admin/settings?site=${siteId}`);
  await expect(page.getByRole('button', { name: 'Restore the site' })).toBeVisible();
}

async function previewed(page: Page): Promise<void> {
  await expect(page.getByRole('complementary', { name: 'Preview' }).getByRole('textbox')).toBeVisible();
}

/** There is one at least. */
async function approved(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add an answer' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill(`Do you ship to Norway by ${Date.now()}?`);
  await page.getByRole('textbox', { name: 'Answer' }).fill('Yes, within five working days.\nShipping costs €12.');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Approved answers' })).toBeVisible();
}

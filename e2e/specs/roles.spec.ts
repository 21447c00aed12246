import type { AdminSite } from '@frontdesk/protocol';
import type { Browser, Page } from '@playwright/test';
import { chatIn } from '../browser/chat.ts';
import { expect, test } from '../browser/test.ts';

const password = 'a long password of the spec';

/** Invites somebody, who accepts and signs in; from the page that is shown where no site is named. */
async function signedInAs(
  role: 'owner' | 'agent' | 'viewer',
  { browser, adminPage, url, siteId }: { browser: Browser; adminPage: Page; url: string; siteId: string | null },
): Promise<Page> {
  const email = `${role}@example.com`;
  if (siteId !== null) await adminPage.goto(`${url}/admin/settings/members?site=${siteId}`);
  await adminPage.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await adminPage.getByRole('combobox', { name: 'Role', exact: true }).selectOption(role);
  await adminPage.getByRole('button', { name: 'Make a link', exact: true }).click();
  const link = adminPage.getByRole('main').getByText('/admin/invitation#');
  await expect(link).toBeVisible();
  const page = await (await browser.newContext()).newPage();
  await page.goto((await link.textContent()) ?? '');
  await page.getByLabel('Your name').fill(role);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole('button', { name: /account|accept|join/i }).click();
  await page.waitForURL(/\/admin(\?|$)/);
  return page;
}

test('an agent answers and sets nothing up; a viewer looks and writes nothing', async ({
  adminPage,
  browser,
  page: customerPage,
  stack,
  store,
}) => {
  await customerPage.goto(`${stack.url}/chat/demo`);
  const chat = chatIn(customerPage);
  await chat.ask('Do you sell ferns?');
  await chat.finished();
  const { siteId } = await store.newestVisitor();
  const { conversationId } = (await store.newestGeneration()) ?? {};
  const place = { browser, adminPage, url: stack.url, siteId };
  const thread = `${stack.url}/admin?site=${siteId}&conversation=${conversationId}`;
  const settings = (page: Page, at = '') => page.goto(`${stack.url}/admin/settings${at}?site=${siteId}`);
  const writeSettings = (page: Page) =>
    page.request.post(`${stack.url}/v1/admin/sites/${siteId}/api-keys`, {
      headers: { origin: stack.url },
      data: { name: 'One' },
    });

  const agent = await signedInAs('agent', place);
  await settings(agent);
  const menu = agent.getByRole('navigation', { name: 'Settings' });
  await expect(menu.getByRole('link', { name: 'Members' })).toBeVisible();
  for (const name of ['API keys', 'Identity', 'Changes']) await expect(menu.getByRole('link', { name })).toHaveCount(0);
  await expect(agent.getByRole('textbox', { name: 'Name', exact: true })).toBeDisabled();
  await expect(agent.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await settings(agent, '/keys');
  await expect(agent.getByRole('main')).toContainText('Only admins and owners can see this.');
  expect((await writeSettings(agent)).status()).toBe(403);
  await agent.goto(thread);
  await agent.getByRole('textbox', { name: 'Reply' }).fill('We do, twelve kinds.');
  await agent.getByRole('button', { name: 'Send' }).click();
  await expect(chat.log.locator('[data-role="agent"]')).toContainText('We do, twelve kinds.');
  // How the service does is for whoever runs it.
  await expect(agent.getByRole('region', { name: 'Service' })).toHaveCount(0);

  const viewer = await signedInAs('viewer', place);
  await viewer.goto(thread);
  await expect(viewer.getByRole('log')).toContainText('We do, twelve kinds.');
  for (const name of ['Take over', 'Send', 'Resolve', 'Correct this answer']) {
    await expect(viewer.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await expect(viewer.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await viewer.goto(`${stack.url}/admin/knowledge?site=${siteId}`);
  await expect(viewer.getByRole('list', { name: 'Sources' })).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^(Add|Edit|Delete|Import|Upload)/ })).toHaveCount(0);
  await viewer.goto(`${stack.url}/admin/approved?site=${siteId}`);
  await expect(viewer.getByRole('heading', { name: 'Approved answers' })).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Add an answer' })).toHaveCount(0);
  const fact = await viewer.request.post(`${stack.url}/v1/admin/sites/${siteId}/facts`, {
    headers: { origin: stack.url },
    data: { title: '', text: 'Ferns are blue.' },
  });
  expect(fact.status()).toBe(403);

  // Whoever leaves deletes their account; whoever owns the installation deletes another's.
  await viewer.goto(`${stack.url}/admin/settings/account?site=${siteId}`);
  await viewer.getByRole('button', { name: 'Delete your account…' }).click();
  await viewer.getByRole('dialog').getByLabel('Your password').fill(password);
  await viewer.getByRole('button', { name: 'Delete it' }).click();
  await viewer.waitForURL(/\/admin\/sign-in/);
  const members = adminPage.getByRole('main').getByRole('listitem');
  await adminPage.goto(`${stack.url}/admin/settings/members?site=${siteId}`);
  await expect(members.filter({ hasText: 'agent@example.com' })).toHaveCount(1);
  await expect(members.filter({ hasText: 'viewer@example.com' })).toHaveCount(0);
  await adminPage.getByRole('button', { name: 'Remove agent' }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  const atNoSite = adminPage.getByRole('region', { name: 'At no site' });
  await expect(atNoSite).toContainText('agent@example.com');
  await atNoSite.getByRole('button', { name: 'Delete the account of agent' }).click();
  await adminPage.getByRole('dialog').getByRole('button', { name: 'Delete the account' }).click();
  await expect(atNoSite).toHaveCount(0);
  await agent.goto(`${stack.url}/admin`);
  await agent.waitForURL(/\/admin\/sign-in/);
});

test('who owns one site, and not the installation, is offered no other site and no figures of all', async ({
  adminPage,
  browser,
  stack,
}) => {
  const sites = (await (await adminPage.request.get(`${stack.url}/v1/admin/sites`)).json()) as AdminSite[];
  const [demo, second] = [sites.find(({ key }) => key === 'demo'), sites.find(({ key }) => key !== 'demo')];
  await adminPage.goto(`${stack.url}/admin/settings/members?site=${demo?.id}`);
  // Of both sites with one link.
  await adminPage.getByRole('checkbox', { name: second?.name ?? '', exact: true }).check();
  const owner = await signedInAs('owner', { browser, adminPage, url: stack.url, siteId: null });
  const own = (await (await owner.request.get(`${stack.url}/v1/admin/sites`)).json()) as AdminSite[];
  expect(own.map(({ id }) => id).toSorted()).toEqual([demo?.id, second?.id].toSorted());

  await owner.goto(`${stack.url}/admin/settings?site=${demo?.id}`);
  await expect(owner.getByRole('button', { name: 'Remove the site…' })).toBeVisible();
  await expect(owner.getByRole('button', { name: 'Create a site' })).toHaveCount(0);
  await owner.goto(`${stack.url}/admin/analytics?site=${demo?.id}`);
  await expect(owner.getByRole('heading', { name: 'Analytics' })).toBeVisible();
  await expect(owner.getByRole('combobox', { name: 'Figures of' })).toHaveCount(0);
  await adminPage.goto(`${stack.url}/admin/analytics?site=${demo?.id}`);
  await expect(adminPage.getByRole('combobox', { name: 'Figures of' })).toBeVisible();
});

// What the states of the admin's pages begin with, made by requests of whoever has signed in.
import { expect, type Page } from '@playwright/test';

export const originOf = (page: Page): string => new URL(page.url()).origin;

interface Site {
  id: string;
  key: string;
  name: string;
}

/** Asks the gateway, as whoever has signed in. */
export async function request(page: Page, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: object) {
  const origin = originOf(page);
  const answer = await page.request.fetch(`${origin}/v1/admin/${path}`, { method, headers: { origin }, data });
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
}

/** The first one, which pages show when none is chosen: the demo shop. */
export async function firstSite(page: Page): Promise<Site> {
  const [site] = (await request(page, 'GET', 'sites')) as Site[];
  if (!site) throw new Error('there is no site');
  return site;
}

/** Behind the others in the alphabet, so that no page shows it unasked. */
const emptyName = 'Zinnia & Co';

/** Goes to a page of a site that was just made: it knows nothing, and nobody has written yet. */
export async function showEmptySite(page: Page, path: string): Promise<void> {
  const sites = (await request(page, 'GET', 'sites')) as Site[];
  const known = sites.find(({ name }) => name === emptyName)?.id;
  const body = { name: emptyName, allowedOrigins: [] };
  const siteId = known ?? ((await request(page, 'POST', 'sites', body)) as { siteId: string }).siteId;
  await page.goto(`${originOf(page)}${path}?site=${siteId}`);
}

/** An admin page about one site has come when the site can be chosen and nothing is on its way any more. */
export async function sitePage(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Site' }).waitFor();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}

/** A customer who has asked, and is answered. @returns the conversation's id */
export async function askedBySomebody(page: Page, message: string): Promise<string> {
  const origin = originOf(page);
  const data = { siteKey: 'demo', message };
  const asked = await page.request.post(`${origin}/v1/chat`, { data, headers: { origin } });
  const { conversationId } = (await asked.json()) as { conversationId: string };
  return conversationId;
}

/** Is answered, and kept for whoever asks next: what is handed over is not. */
export const answerable = 'How do I return an item?';

/** By the stack's address and what it is: a conversation that is begun once. */
const begun = new Map<string, string>();

export async function once(page: Page, what: string, begin: () => Promise<string>): Promise<string> {
  const key = `${originOf(page)} ${what}`;
  const conversationId = begun.get(key) ?? (await begin());
  begun.set(key, conversationId);
  return conversationId;
}

import { randomUUID } from 'node:crypto';
import type { APIRequestContext, BrowserContext } from '@playwright/test';
import type { Stack } from '../stack/stack.ts';

interface Invited {
  name: string;
  role: 'admin' | 'agent' | 'viewer';
}

/**
 * Has somebody be invited to the demo site, accept, and sign in, with the cookies of a fresh context.
 * @param inviter of an owner who has signed in
 * @returns the site's id
 */
export async function inviteMember(
  context: BrowserContext,
  { url }: Stack,
  { inviter, name, role }: Invited & { inviter: APIRequestContext },
): Promise<string> {
  const headers = { origin: url };
  const sites = (await (await inviter.get(`${url}/v1/admin/sites`)).json()) as { id: string; key: string }[];
  const siteId = sites.find(({ key }) => key === 'demo')?.id ?? '';
  const email = `${role}-${randomUUID().slice(0, 8)}@fernway.example`;
  const password = randomUUID();
  const invited = await inviter.post(`${url}/v1/admin/sites/${siteId}/invitations`, { headers, data: { email, role } });
  const { token } = (await invited.json()) as { token: string };
  await context.request.post(`${url}/v1/invitations/accept`, { headers, data: { token, name, password } });
  await context.request.post(`${url}/v1/auth/sign-in/email`, { headers, data: { email, password } });
  return siteId;
}

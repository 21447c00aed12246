import { randomUUID } from 'node:crypto';
import { createOwner, type Database } from '@frontdesk/database';
import type { Role } from '@frontdesk/protocol';
import { hashPassword } from 'better-auth/crypto';

export const testAccount = { email: 'owner@frontdesk.test', password: 'a password of the tests' };
export type TestAccount = typeof testAccount;

/** Makes the account that {@link signInCookie} signs in with: an owner of the installation. */
export async function createTestOwner(database: Database): Promise<void> {
  const { email, password } = testAccount;
  await createOwner(database, { email, name: 'Owner', passwordHash: await hashPassword(password) });
}

/** Makes an account that is a member of one site. */
export async function createTestMember(
  database: Database,
  { siteId, role }: { siteId: string; role: Role },
): Promise<TestAccount & { userId: string }> {
  const { password } = testAccount;
  const userId = randomUUID();
  const email = `${userId}@frontdesk.test`;
  const account = {
    id: randomUUID(),
    accountId: userId,
    providerId: 'credential',
    password: await hashPassword(password),
  };
  await database.user.create({
    data: { id: userId, email, name: role, accounts: { create: account }, memberships: { create: { siteId, role } } },
  });
  return { userId, email, password };
}

export function signIn(gateway: { url: string }, account = testAccount, headers: Record<string, string> = {}) {
  return fetch(`${gateway.url}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway.url, ...headers },
    body: JSON.stringify(account),
  });
}

/** Signs in and gives the Cookie header of what follows. */
export async function signInCookie(gateway: { url: string }, account = testAccount): Promise<string> {
  const response = await signIn(gateway, account);
  if (!response.ok) throw new Error(`signing in failed: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

import { createOwner, type Database } from '@frontdesk/database';
import { hashPassword } from 'better-auth/crypto';

export const testAccount = { email: 'owner@frontdesk.test', password: 'a password of the tests' };

/** Makes the account that {@link signInCookie} signs in with. */
export async function createTestOwner(database: Database): Promise<void> {
  const { email, password } = testAccount;
  await createOwner(database, { email, name: 'Owner', passwordHash: await hashPassword(password) });
}

export function signIn(gateway: { url: string }, account = testAccount, headers: Record<string, string> = {}) {
  return fetch(`${gateway.url}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway.url, ...headers },
    body: JSON.stringify(account),
  });
}

/** Signs in and gives the Cookie header of what follows. */
export async function signInCookie(gateway: { url: string }): Promise<string> {
  const response = await signIn(gateway);
  if (!response.ok) throw new Error(`signing in failed: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

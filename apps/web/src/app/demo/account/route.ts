import { randomUUID } from 'node:crypto';
import { cookies } from 'next/headers';
import { accountCookie, demoIdentitySecret } from '../../../demo/demo-account.ts';

const untilHours = 24;

/** Signs in to the demo shop: no password, for there is nothing behind it but the chat. */
export async function POST(): Promise<Response> {
  if (demoIdentitySecret() === undefined) return new Response(null, { status: 404 });
  (await cookies()).set(accountCookie, randomUUID(), {
    ...{ httpOnly: true, sameSite: 'lax', path: '/demo', maxAge: untilHours * 3_600 },
  });
  return new Response(null, { status: 204 });
}

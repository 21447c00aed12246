import { cookies } from 'next/headers';
import { accountCookie, customerIdOf, customerToken, demoIdentitySecret } from '../../../../demo/demo-account.ts';

/** A token for the chat, of whoever is signed in. */
export async function POST(): Promise<Response> {
  const customerId = customerIdOf((await cookies()).get(accountCookie)?.value);
  const secret = demoIdentitySecret();
  if (customerId === null || secret === undefined) return new Response(null, { status: 401 });
  return new Response(await customerToken(customerId, secret), {
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
  });
}

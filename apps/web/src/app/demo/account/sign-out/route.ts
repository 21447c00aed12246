import { cookies } from 'next/headers';
import { accountCookie } from '../../../../demo/demo-account.ts';

export async function POST(): Promise<Response> {
  (await cookies()).delete({ name: accountCookie, path: '/demo' });
  return new Response(null, { status: 204 });
}

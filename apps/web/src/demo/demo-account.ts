import { SignJWT } from 'jose';
import * as z from 'zod';

/** Who can sign in to the demo shop: each browser is a customer of its own, so that nobody reads what another one asked. */
export const demoCustomer = { name: 'Robin Ellis', email: 'robin@fernway.example' } as const;

/** Holds the customer's number; a shop would keep a session there. */
export const accountCookie = 'fernway_account';

/** Pure: the customer of a cookie; null for none, and for what this shop never set. */
export function customerIdOf(cookie: string | undefined): string | null {
  const parsed = z.uuid().safeParse(cookie);
  return parsed.success ? parsed.data : null;
}

/** The secret of the shop's site. Without it the shop has no accounts. */
export const demoIdentitySecret = (): string | undefined => process.env.DEMO_IDENTITY_SECRET || undefined;

/** Says who the customer is, for the chat: as the documentation tells any shop to. */
export async function customerToken(customerId: string, secret: string): Promise<string> {
  return await new SignJWT({ name: demoCustomer.name, email: demoCustomer.email })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`demo-${customerId}`)
    .setAudience('demo')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
}

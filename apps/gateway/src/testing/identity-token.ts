import { SignJWT } from 'jose';

/** An identity token as a site's server makes it; what is said otherwise is what is wrong with it. */
export function signIdentityToken(
  secret: string,
  claims: { sub?: unknown; name?: unknown; email?: unknown; aud?: string; exp?: number },
  { alg = 'HS256' }: { alg?: string } = {},
): Promise<string> {
  return new SignJWT({ exp: Math.floor(Date.now() / 1_000) + 300, ...claims } as Record<string, unknown>)
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}

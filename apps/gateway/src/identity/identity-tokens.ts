import type { CustomerIdentity } from '@frontdesk/database';
import { CodedError, limits } from '@frontdesk/protocol';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { IdentitySecret } from './identity-secrets.ts';

/** A token that is good for longer is refused: who copies one from a page must not be that customer for days. */
const identityTokenLifeSeconds = 3_600;
/** Of the clocks of two servers. */
const toleranceSeconds = 30;

/** What the store can hold. */
const storable = z.string().refine((text) => !text.includes('\0'));
const claims = z.object({
  // Of all halves of signs it makes the same one, and of two customers one.
  sub: storable
    .refine((text) => text.isWellFormed())
    .trim()
    .min(1)
    .max(limits.externalIdChars),
  // A shop passes on what its account has. Who somebody is does not hang on it.
  name: storable.trim().min(1).max(limits.nameChars).optional().catch(undefined),
  email: z.email().max(limits.emailChars).optional().catch(undefined),
});

/** Who a customer is, and by which of the site's secrets that was said. */
export interface SignedIdentity extends CustomerIdentity {
  secretVersion: number;
}

/**
 * Reads a token in which a site's server says who a customer is: a JWT by HS256 with `sub`, `exp`, `aud` (the site's key) and,
 * if it likes, `name` and `email`, which are left out where they are none. Of other claims nothing is taken.
 * @param secrets of the site that count now
 * @throws CodedError `identity_expired`; `identity_invalid`, which says what is wrong with it; `identity_not_set_up`
 */
export async function readIdentityToken(
  token: string,
  { siteKey, secrets }: { siteKey: string; secrets: readonly IdentitySecret[] },
): Promise<SignedIdentity> {
  if (secrets.length === 0) throw new CodedError('identity_not_set_up');
  const { payload, version } = await verify(token, siteKey, secrets);
  const lifeSeconds = (payload.exp ?? 0) - Date.now() / 1_000;
  if (lifeSeconds > identityTokenLifeSeconds + toleranceSeconds) {
    throw invalid('"exp" must be within the next hour');
  }
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw invalid(`"${parsed.error.issues[0]?.path.join('.')}" is missing or not right`);
  const { sub, name, email } = parsed.data;
  return { externalId: sub, name, email, secretVersion: version };
}

async function verify(token: string, siteKey: string, secrets: readonly IdentitySecret[]) {
  let refusal = invalid('it was not signed with the secret of this site');
  for (const { secret, version } of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        audience: siteKey,
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
        clockTolerance: toleranceSeconds,
      });
      return { payload, version };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new CodedError('identity_expired', { cause: error });
      // The former secret may fit.
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (!(error instanceof errors.JOSEError)) throw error;
      refusal = invalid(
        error instanceof errors.JWTClaimValidationFailed
          ? `"${error.claim}" is missing or not right`
          : 'it is no JWT by HS256',
      );
      break;
    }
  }
  throw refusal;
}

/** @param what is wrong with the token */
export const invalid = (what: string) =>
  new CodedError('identity_invalid', { message: `This identity token is not valid: ${what}.` });

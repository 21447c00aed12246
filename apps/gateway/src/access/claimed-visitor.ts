import { type Database, findRoleOf, readVisitorStanding } from '@frontdesk/database';
import { CodedError, may } from '@frontdesk/protocol';
import type { SignedTokens, VisitorClaims } from './signed-tokens.ts';

interface Parts {
  database: Database;
  tokens: Pick<SignedTokens, 'readVisitor'>;
}

/**
 * What a visitor token says.
 * @throws CodedError `token_expired`; `token_invalid`, also where it is of the sandbox and its agent may not use that any more
 */
export async function readVisitorClaims(
  { database, tokens }: Parts,
  visitorToken: string,
): Promise<VisitorClaims & { expiresAt: Date }> {
  const claims = await tokens.readVisitor(visitorToken);
  const { tester: userId, site: siteId } = claims;
  if (userId !== undefined && !may(await findRoleOf(database, { userId, siteId }), 'sandbox.use')) {
    throw new CodedError('token_invalid');
  }
  return claims;
}

/**
 * Whom a visitor token names; the row itself may be gone.
 * @returns `lasting`: the browser may go on as them without being named again
 * @throws CodedError as {@link readVisitorClaims} does; `token_invalid` also where the secret that named them counts no more
 */
export async function readClaimedVisitor(
  parts: Parts,
  visitorToken: string,
): Promise<{ siteId: string; visitorId: string; lasting: boolean }> {
  const { site: siteId, visitor: visitorId, secretVersion } = await readVisitorClaims(parts, visitorToken);
  const standing = await readVisitorStanding(parts.database, { siteId, visitorId, secretVersion });
  if (standing && !standing.spokenFor) throw new CodedError('token_invalid');
  return { siteId, visitorId, lasting: standing?.lasting ?? true };
}

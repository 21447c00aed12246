import { type Database, readVisitorStanding } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import type { SignedTokens } from './signed-tokens.ts';

/**
 * Whom a visitor token names; the row itself may be gone.
 * @returns `lasting`: the browser may go on as them without being named again
 * @throws CodedError `token_expired`; `token_invalid`, also where the secret that named them counts no more
 */
export async function readClaimedVisitor(
  { database, tokens }: { database: Database; tokens: SignedTokens },
  visitorToken: string,
): Promise<{ siteId: string; visitorId: string; lasting: boolean }> {
  const { site: siteId, visitor: visitorId, secretVersion } = await tokens.readVisitor(visitorToken);
  const standing = await readVisitorStanding(database, { siteId, visitorId, secretVersion });
  if (standing && !standing.spokenFor) throw new CodedError('token_invalid');
  return { siteId, visitorId, lasting: standing?.lasting ?? true };
}

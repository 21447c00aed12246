import { type Database, findSiteByKey, touchVisitor } from '@frontdesk/database';
import { CodedError, visitorHandshake } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import { readVisitorClaims } from '../access/claimed-visitor.ts';
import { type OwnAddress, refuseForeignOrigin } from '../access/origins.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import { parseRequest } from '../parse-request.ts';
import { pageAddress, preferredLanguage } from './browser-hints.ts';

/** Who is at the other end of a customer's socket. */
export interface VisitorIdentity {
  siteId: string;
  visitorId: string;
}

/** By what they speak for a visitor, and until when. */
export interface VisitorClaim extends VisitorIdentity {
  secretVersion: number | undefined;
  expiresAt: Date;
}

/**
 * Finds out who connects.
 * @returns `tester`: in the sandbox, the agent's user
 * @throws CodedError `bad_request`, `site_unknown`, `origin_refused`, `token_invalid`, `token_expired`
 */
export async function readVisitorHandshake(
  { auth, headers }: Pick<Socket['handshake'], 'auth' | 'headers'>,
  { database, tokens, own }: { database: Database; tokens: SignedTokens; own: OwnAddress },
): Promise<{ identity: VisitorIdentity; claim: VisitorClaim; tester: string | undefined }> {
  const { siteKey, visitorToken, page } = parseRequest(visitorHandshake, auth);
  const site = await findSiteByKey(database, siteKey);
  if (!site) throw new CodedError('site_unknown');
  refuseForeignOrigin(headers, site, own);
  const claims = await readVisitorClaims({ database, tokens }, visitorToken);
  if (claims.site !== site.id) throw new CodedError('token_invalid');
  const identity = { siteId: site.id, visitorId: claims.visitor };
  const seen = { language: preferredLanguage(headers['accept-language']), page: pageAddress(page) };
  const { secretVersion, expiresAt, tester } = claims;
  const claim = { ...identity, secretVersion, expiresAt };
  if (!(await touchVisitor(database, claim, seen))) throw new CodedError('token_invalid');
  return { identity, claim, tester };
}

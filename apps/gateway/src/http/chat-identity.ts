import type { IncomingHttpHeaders } from 'node:http';
import { type Database, findConversationOwner, timeOrderedId } from '@frontdesk/database';
import { type ChatRequest, CodedError, type ErrorCode } from '@frontdesk/protocol';
import type { ApiKeyDirectory } from '../access/api-key-directory.ts';
import { refuseUnlessScoped } from '../access/api-key-scopes.ts';
import { readClaimedVisitor } from '../access/claimed-visitor.ts';
import { derivedId } from '../access/derived-id.ts';
import { type OwnAddress, refuseForeignOrigin } from '../access/origins.ts';
import type { RateLimits, SiteLimit } from '../access/rate-limits.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import { refuseStranger, refuseUnintroduced } from '../visitor/introduction-requests.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

export interface ChatIdentity extends VisitorIdentity {
  /** Whose rules hold. */
  site: SiteLimit;
  /** Nobody before: the visitor is made with the message. */
  newVisitor: boolean;
  /** The same request again finds the visitor of the first one; the first one makes it. */
  visitorMayBeNew?: boolean;
  /** It speaks with an API key. */
  fromServer: boolean;
  /** For the next request of an anonymous visitor; a site's own server needs none. */
  visitorToken?: string;
}

export interface ChatIdentityOptions {
  database: Database;
  sites: SiteDirectory;
  apiKeys: ApiKeyDirectory;
  tokens: SignedTokens;
  own: OwnAddress;
  limits: RateLimits;
  /** Limits count by it. */
  address: string;
}

/**
 * Finds out for whom `POST /v1/chat` speaks: an anonymous visitor (site key), or a site's own server (API key), which may
 * name any conversation of its site and no other.
 * @throws CodedError `bad_request`, `forbidden`, `site_unknown`, `origin_refused`, `api_key_invalid`, `token_missing`, `token_invalid`,
 *   `token_expired`, `details_required`, `conversation_unknown`, `rate_limited`
 */
export async function identifyChat(
  body: ChatRequest,
  headers: IncomingHttpHeaders,
  { database, sites, apiKeys, tokens, own, limits, address }: ChatIdentityOptions,
): Promise<ChatIdentity> {
  if ((body.siteKey === undefined) === (body.apiKey === undefined)) {
    throw new CodedError('bad_request', { message: 'Send either siteKey or apiKey.' });
  }
  if (body.apiKey !== undefined && body.visitorToken !== undefined) {
    throw new CodedError('bad_request', { message: 'Send visitorToken with siteKey only.' });
  }
  if (body.apiKey !== undefined) return identifyServer(body.apiKey);
  // A page could make the site's bot say anything.
  if (body.system !== undefined) throw new CodedError('forbidden', { message: 'A system text needs an API key.' });

  const site = await enter(await sites.byKey(body.siteKey ?? '', address), 'site_unknown');
  refuseForeignOrigin(headers, site, own);
  if (body.visitorToken === undefined && body.conversationId !== undefined) throw new CodedError('token_missing');
  const newVisitor = body.visitorToken === undefined;
  if (newVisitor) refuseStranger(site);
  const { visitorId, visitorToken } =
    body.visitorToken === undefined ? await lasting(timeOrderedId()) : await visitorOf(body.visitorToken);
  if (!newVisitor && body.conversationId === undefined) {
    await refuseUnintroduced(database, { siteId: site.id, visitorId });
  }
  return { site, siteId: site.id, visitorId, newVisitor, fromServer: false, visitorToken };

  /** A new visitor counts, and so does a guess at a key. */
  async function enter<Found extends SiteLimit>(found: Found | null, unknown: ErrorCode): Promise<Found> {
    if (!found) {
      await limits.wrongKey(address);
      throw new CodedError(unknown);
    }
    // A follow-up makes nobody: it counts as a message alone.
    const isFirst = body.visitorToken === undefined && body.conversationId === undefined;
    if (isFirst) await limits.mint('visitor-token', body.apiKey === undefined ? address : found.id, found);
    return found;
  }

  /** The token of an anonymous visitor is renewed with each request; that of who was named, never. */
  async function visitorOf(visitorToken: string): Promise<{ visitorId: string; visitorToken: string }> {
    const claimed = await readClaimedVisitor({ database, tokens }, visitorToken);
    if (claimed.siteId !== site.id) throw new CodedError('token_invalid');
    return claimed.lasting ? lasting(claimed.visitorId) : { visitorId: claimed.visitorId, visitorToken };
  }

  async function lasting(visitorId: string): Promise<{ visitorId: string; visitorToken: string }> {
    return { visitorId, visitorToken: (await tokens.signVisitor({ site: site.id, visitor: visitorId })).token };
  }

  async function identifyServer(apiKey: string): Promise<ChatIdentity> {
    const key = await apiKeys.find(apiKey, address);
    const site = await enter(key?.site ?? null, 'api_key_invalid');
    const siteId = site.id;
    const scopes = key?.scopes ?? [];
    refuseUnlessScoped(scopes, 'chat');
    if (body.system !== undefined) refuseUnlessScoped(scopes, 'system');
    if (body.conversationId !== undefined) refuseUnlessScoped(scopes, 'conversations');
    if (body.conversationId !== undefined) {
      const owner = await findConversationOwner(database, body.conversationId);
      if (owner?.siteId !== siteId) throw new CodedError('conversation_unknown');
      return { ...owner, site, newVisitor: false, fromServer: true };
    }
    if (body.clientMessageId === undefined) {
      return { site, siteId, visitorId: timeOrderedId(), newVisitor: true, fromServer: true };
    }
    // The same request again must find the visitor of the first one, or it would be stored twice.
    const visitorId = derivedId(siteId, body.clientMessageId);
    return { site, siteId, visitorId, newVisitor: false, visitorMayBeNew: true, fromServer: true };
  }
}

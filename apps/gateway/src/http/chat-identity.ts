import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  createVisitor,
  type Database,
  ensureVisitor,
  findConversationOwner,
  findSiteByApiKey,
  findSiteByKey,
} from '@frontdesk/database';
import { type ChatRequest, CodedError } from '@frontdesk/protocol';
import { type OwnAddress, refuseForeignOrigin } from '../access/origins.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { VisitorIdentity } from '../visitor/visitor-handshake.ts';

export interface ChatIdentity extends VisitorIdentity {
  /** For the next request of an anonymous visitor; a site's own server needs none. */
  visitorToken?: string;
}

/**
 * Finds out for whom `POST /v1/chat` speaks: an anonymous visitor (site key), or a site's own server (API key), which may
 * name any conversation of its site and no other.
 * @throws CodedError `bad_request`, `forbidden`, `site_unknown`, `origin_refused`, `api_key_invalid`, `token_missing`, `token_invalid`,
 *   `token_expired`, `conversation_unknown`
 */
export async function identifyChat(
  body: ChatRequest,
  headers: IncomingHttpHeaders,
  { database, tokens, own }: { database: Database; tokens: SignedTokens; own: OwnAddress },
): Promise<ChatIdentity> {
  if ((body.siteKey === undefined) === (body.apiKey === undefined)) {
    throw new CodedError('bad_request', { message: 'Send either siteKey or apiKey.' });
  }
  if (body.apiKey !== undefined) return identifyServer(body.apiKey);
  // A page could make the site's bot say anything.
  if (body.system !== undefined) throw new CodedError('forbidden', { message: 'A system text needs an API key.' });

  const site = await findSiteByKey(database, body.siteKey ?? '');
  if (!site) throw new CodedError('site_unknown');
  refuseForeignOrigin(headers, site, own);
  if (body.visitorToken === undefined && body.conversationId !== undefined) throw new CodedError('token_missing');
  const visitorId =
    body.visitorToken === undefined
      ? await createVisitor(database, site.id)
      : await visitorOf(body.visitorToken, site.id);
  const { token } = await tokens.signVisitor({ site: site.id, visitor: visitorId });
  return { siteId: site.id, visitorId, visitorToken: token };

  async function visitorOf(visitorToken: string, siteId: string): Promise<string> {
    const claims = await tokens.readVisitor(visitorToken);
    if (claims.site !== siteId) throw new CodedError('token_invalid');
    return claims.visitor;
  }

  async function identifyServer(apiKey: string): Promise<ChatIdentity> {
    const keySite = await findSiteByApiKey(database, apiKey);
    if (!keySite) throw new CodedError('api_key_invalid');
    const siteId = keySite.id;
    if (body.conversationId !== undefined) {
      const owner = await findConversationOwner(database, body.conversationId);
      if (owner?.siteId !== siteId) throw new CodedError('conversation_unknown');
      return owner;
    }
    if (body.clientMessageId === undefined) return { siteId, visitorId: await createVisitor(database, siteId) };
    // The same request again must find the visitor of the first one, or it would be stored twice.
    const visitorId = derivedId(siteId, body.clientMessageId);
    await ensureVisitor(database, { siteId, visitorId });
    return { siteId, visitorId };
  }
}

/** A UUID (version 8) that follows from its parts. */
function derivedId(...parts: string[]): string {
  const hash = createHash('sha256').update(parts.join('/')).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

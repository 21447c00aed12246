import { launcherTexts } from '@frontdesk/chat/launcher-texts';
import {
  type CustomerIdentity,
  createVisitor,
  type Database,
  findContact,
  findIdentitySecrets,
  findSite,
  findSiteByKey,
  identifyVisitor,
  noteFirstSeen,
  readVisitorDetails,
  readVisitorStanding,
  type Site,
  touchVisitor,
} from '@frontdesk/database';
import {
  CodedError,
  handsOver,
  readWidgetSettings,
  type SiteAppearance,
  type TicketResponse,
  ticketRequest,
  type VisitorTokenResponse,
  visitorTokenRequest,
} from '@frontdesk/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressKeyOf } from '../access/client-address.ts';
import { letterAddress } from '../access/letter-address.ts';
import type { MovedVisitors } from '../access/moved-visitors.ts';
import { isAllowedOrigin, isOwnOrigin, type OwnAddress, refuseForeignOrigin } from '../access/origins.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import type { ResumptionClaims, SignedTokens, TicketClaims, VisitorClaims } from '../access/signed-tokens.ts';
import type { SiteDirectory } from '../access/site-directory.ts';
import type { IdentitySecrets } from '../identity/identity-secrets.ts';
import { invalid, readIdentityToken } from '../identity/identity-tokens.ts';
import { parseRequest } from '../parse-request.ts';
import { takeJsonAsText } from './json-bodies.ts';

export interface VisitorTokenOptions {
  database: Database;
  sites: SiteDirectory;
  tokens: SignedTokens;
  movedVisitors: MovedVisitors;
  identitySecrets: Pick<IdentitySecrets, 'read'>;
  limits: RateLimits;
  own: OwnAddress;
}

/** What loader and chat show of a site. */
export function siteAppearanceOf(site: Site): SiteAppearance {
  const { key, name, greeting, colour, suggestions } = site;
  return {
    ...{ siteKey: key, name, greeting, colour, suggestions },
    settings: readWidgetSettings(site.widgetSettings),
    people: handsOver(site.teamSettings),
  };
}

/**
 * How a browser becomes a visitor. The loader, on the site's page, gets a ticket: the Origin of that request, which no page
 * can forge, is the proof that the page may show the chat. The frame, on the gateway's origin, exchanges it for a token.
 */
export function serveVisitorTokens(
  app: FastifyInstance,
  { database, sites, tokens, movedVisitors, identitySecrets, limits, own }: VisitorTokenOptions,
): void {
  app.register(async (scope) => {
    takeJsonAsText(scope);
    // Nothing else in it can be so long. Told as what it is, the page goes on with an anonymous customer.
    const errorHandler = (error: Error & { code?: string }): never => {
      throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? invalid('it is too long') : error;
    };
    scope.post('/v1/tickets', { errorHandler }, giveTicket);
  });

  async function giveTicket(request: FastifyRequest, reply: FastifyReply): Promise<TicketResponse> {
    const address = addressKeyOf(request, own);
    const { siteKey, identityToken, resumeToken, locale, languages = [] } = parseRequest(ticketRequest, request.body);
    // Wrong keys count apart: who asks with a right one is not refused for them. A flood of right ones does not reach the store.
    if (!(await sites.byKey(siteKey, address))) {
      await limits.wrongKey(address);
      throw new CodedError('site_unknown');
    }
    await limits.mint('ticket', address);
    const site = await findSiteByKey(database, siteKey);
    if (!site) throw new CodedError('site_unknown');
    const { origin } = request.headers;
    if (origin === undefined) throw new CodedError('origin_refused');
    refuseForeignOrigin(request.headers, site, own);
    // Previews and the hosted chat are the gateway's own pages.
    const isTheirs = isAllowedOrigin(origin, site.allowedOrigins) && !isOwnOrigin(origin, request.headers, own);
    if (site.firstSeenAt === null && isTheirs) await noteFirstSeen(database, site.id);
    const identity =
      identityToken === undefined
        ? undefined
        : await readIdentityToken(identityToken, { siteKey, secrets: await identitySecrets.read(site.id) });
    const letter = identity || resumeToken === undefined ? null : await readLetter(resumeToken, site.id);
    const { token, expiresAt } = await tokens.signTicket({
      ...{ site: site.id, origin },
      ...(identity && { identity }),
      ...(letter && { visitor: letter.visitor, until: letter.until }),
    });
    const appearance = siteAppearanceOf(site);
    reply.header('cache-control', 'no-store');
    return {
      ticket: token,
      expiresAt: expiresAt.toISOString(),
      ...(identity && { externalId: identity.externalId }),
      ...(letter && { resumed: true, conversationId: letter.conversation }),
      site: appearance,
      texts: launcherTexts(site.name, [locale, appearance.settings?.locale, ...languages]),
    };
  }

  app.post('/v1/visitor-tokens', async (request, reply): Promise<VisitorTokenResponse> => {
    await limits.mint('visitor-token', addressKeyOf(request, own));
    const { ticket, visitorToken } = parseRequest(visitorTokenRequest, request.body);
    const claims = await tokens.readTicket(ticket);
    const site = await findSite(database, claims.site);
    if (!site || site.removedAt) throw new CodedError('site_unknown');
    refuseForeignOrigin(request.headers, site, own);
    // The page that the chat is on may not be one of the site's any more.
    refuseForeignOrigin({ ...request.headers, origin: claims.origin }, site, own);
    const { sandbox = false, tester, identity, promptVersion: promptVersionId = null } = claims;
    const secretVersion = identity && (await countingVersion(identity, site.id));
    // A ticket of the sandbox makes a visitor of it, whoever asks.
    const known = sandbox
      ? null
      : claims.visitor !== undefined
        ? { visitor: claims.visitor, until: claims.until }
        : await knownVisitor(visitorToken, site.id);
    // What a letter's link opens does not become whoever's opened it.
    const visitorId = identity
      ? await identify(identity, {
          siteId: site.id,
          anonymousId: known && known.until === undefined ? known.visitor : null,
        })
      : (known?.visitor ?? (await createVisitor(database, site.id, { sandbox, promptVersionId })));
    const until = identity ? undefined : known?.until;
    const { token, expiresAt } = await tokens.signVisitor(
      { ...{ site: site.id, visitor: visitorId }, ...(sandbox && { sandbox, tester }), secretVersion, until },
      // Since they were named, or the letter was written, however often that is exchanged.
      identity ? claims.expiresAt : until === undefined ? undefined : new Date(until),
    );
    reply.header('cache-control', 'no-store');
    return { visitorToken: token, visitorId, expiresAt: expiresAt.toISOString() };
  });

  /**
   * Whose letter it was, if they are still there, nobody has said since who they are (what was theirs may be a customer's now), and
   * they are still written to where it went. And of which conversation, if that is; and until when the letter counts.
   */
  async function readLetter(
    resumeToken: string,
    siteId: string,
  ): Promise<(Pick<ResumptionClaims, 'visitor' | 'conversation'> & { until: string }) | null> {
    const claims = await tokens.readResumption(resumeToken).catch((error: unknown) => {
      if (error instanceof CodedError) return null;
      throw error;
    });
    if (!claims || claims.site !== siteId) return null;
    const { visitor, conversation, address } = claims;
    const until = claims.expiresAt.toISOString();
    const owner = { siteId, visitorId: visitor };
    const details = await readVisitorDetails(database, owner);
    if (!details || details.identified) return null;
    if (conversation === undefined) return { visitor, until };
    const contact = await findContact(database, owner, conversation);
    if (address !== undefined && address !== letterAddress(conversation, contact?.email ?? '')) return null;
    return contact ? { visitor, conversation, until } : { visitor, until };
  }

  async function identify(
    identity: CustomerIdentity,
    of: { siteId: string; anonymousId: string | null },
  ): Promise<string> {
    const { visitorId, moved } = await identifyVisitor(database, { ...of, identity });
    if (moved && of.anonymousId !== null) movedVisitors.announce(of.anonymousId);
    return visitorId;
  }

  /** A ticket is as good as the secret by which its customer was named; one of the version before does not say which it was. */
  async function countingVersion(
    { secretVersion }: NonNullable<TicketClaims['identity']>,
    siteId: string,
  ): Promise<number> {
    const counting = await findIdentitySecrets(database, siteId);
    const found = counting.find(({ version }) => version === (secretVersion ?? version));
    if (!found) throw new CodedError('ticket_invalid');
    return found.version;
  }

  /**
   * The old token's visitor, if it is a good token of this site; else the browser starts afresh, as a new visitor. Whom somebody
   * else named has to be named again.
   */
  async function knownVisitor(
    visitorToken: string | undefined,
    siteId: string,
  ): Promise<Pick<VisitorClaims, 'visitor' | 'until'> | null> {
    if (visitorToken === undefined) return null;
    const claims = await tokens.readVisitor(visitorToken).catch((error: unknown) => {
      if (error instanceof CodedError) return null;
      throw error;
    });
    if (!claims || claims.site !== siteId) return null;
    const visitor = { siteId, visitorId: claims.visitor };
    if (!(await readVisitorStanding(database, visitor))?.lasting) return null;
    return (await touchVisitor(database, visitor)) ? claims : null;
  }
}

import { CodedError } from '@frontdesk/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Env } from '../env.ts';

/** Requests that one connection may make in ten seconds, whatever they are, its handshakes among them. */
const connectionRequestsPerTenSeconds = 100;

/** Ratings, wishes for a person and the like that one visitor may send in a minute. */
const visitorFeedbackPerMinute = 30;

/** Conversations that begin with a wish for a person, from one address in a minute; and at one site in a day. */
const personWishesPerMinute = 20;
const personWishesPerDay = 50;

/** Long enough for all chats of an office that open anew, when their gateway is back. */
const addressRequestsSeconds = 20;

/**
 * Times what one address has. Only attempts from ever so many addresses together use it up: those of one keep nobody from their
 * account who signs in from another.
 */
const accountSignInsOverAddress = 10;

const daySeconds = 86_400;

/** A site that allows an address, or its own server, more or less than the gateway does. */
export interface SiteLimit {
  id: string;
  /** Null: as the gateway does. */
  httpMessagesPerMinute: number | null;
}

/** Each throws CodedError `rate_limited`, with the time after which the same request may work. */
export interface RateLimits {
  /**
   * A message, by its visitor (null for one who is made with it), and by the address it came from; that of a site's own server by
   * the site: servers of several may have one address, as those of a host of functions, and those of one several.
   */
  message(visitorId: string | null, by: string, site?: SiteLimit): Promise<void>;
  /**
   * A customer's message, by the address it came from and the site: whoever writes on and on uses up a share of the site's day and not all of it.
   * A site that allows an address more than the gateway does has a server that asks for many. Throws `site_limit_reached`.
   */
  shareOfDay(siteId: string, address: string, site?: SiteLimit): Promise<void>;
  /** A rating, a wish for a person, an address to write to. */
  feedback(visitorId: string): Promise<void>;
  /** A ticket or a visitor token, by the address; the visitor of a site's own server by the site. */
  mint(kind: 'ticket' | 'visitor-token', by: string, site?: SiteLimit): Promise<void>;
  /** A key that is none. Counted apart: whoever asks from the same address with a right one is not refused for it. */
  wrongKey(address: string): Promise<void>;
  /**
   * A wish for a person that is to begin a conversation: agents see each, and no site's day counts them. Of its address's day at the
   * site only those count that did: one that was refused took nothing from whoever else is behind the address. Of the day, throws
   * `site_limit_reached`.
   */
  personWish(address: string, siteId: string): Promise<void>;
  /** That wish has begun one. */
  personWishBegan(address: string, siteId: string): Promise<void>;
  /** A file, by an agent or by a customer's address; of customers also by the site's day, of whose room each attempt may take as much as a file may have. */
  upload(by: string, siteId?: string): Promise<void>;
  /** An attempt to sign in, or at an invitation, by the address that it comes from. */
  signIn(address: string): Promise<void>;
  /** An attempt at an account's password, from wherever. */
  account(email: string): Promise<void>;
  /**
   * Anything that is asked over a connection: each time that its client joins a namespace, it is another socket. Of customers also by
   * the address: it may have hundreds of connections.
   */
  request(connectionId: string, address?: string): Promise<void>;
}

/** Counted in memory, per gateway: with n gateways the limits are up to n times as high. */
export function createRateLimits(env: Env): RateLimits {
  const limiter = (points: number, duration = 60) => new RateLimiterMemory({ points, duration });
  const visitorMessages = limiter(env.VISITOR_MESSAGES_PER_MINUTE);
  const addressMessages = limiter(env.ADDRESS_MESSAGES_PER_MINUTE);
  const sharesOfDay = limiter(env.ADDRESS_MESSAGES_PER_DAY, daySeconds);
  const mints = limiter(env.ADDRESS_MINTS_PER_MINUTE);
  const personWishes = limiter(personWishesPerMinute);
  const personWishesOfDay = limiter(personWishesPerDay, daySeconds);
  const uploads = limiter(env.ADDRESS_UPLOADS_PER_MINUTE);
  const uploadsOfDay = limiter(env.ADDRESS_UPLOADS_PER_DAY, daySeconds);
  const signIns = limiter(env.ADDRESS_SIGN_INS_PER_MINUTE);
  const accounts = limiter(env.ADDRESS_SIGN_INS_PER_MINUTE * accountSignInsOverAddress);
  const feedback = limiter(visitorFeedbackPerMinute);
  const requests = limiter(connectionRequestsPerTenSeconds, 10);
  const addressRequests = limiter(env.ADDRESS_REQUESTS_PER_SECOND * addressRequestsSeconds, addressRequestsSeconds);
  /** By what sites allow; each counts apart from the others, and from the gateway's own limits. */
  const ofSites = new Map<number, RateLimiterMemory>();

  function consumeOf(site: SiteLimit | undefined, own: RateLimiterMemory, key: string): Promise<void> {
    if (site?.httpMessagesPerMinute == null) return consume(own, key);
    const perMinute = site.httpMessagesPerMinute;
    const allowed = ofSites.get(perMinute) ?? limiter(perMinute);
    ofSites.set(perMinute, allowed);
    return consume(allowed, `${site.id} ${key}`);
  }

  return {
    async message(visitorId, by, site) {
      if (visitorId !== null) await consume(visitorMessages, visitorId);
      await consumeOf(site, addressMessages, by);
    },
    async shareOfDay(siteId, address, site) {
      if ((site?.httpMessagesPerMinute ?? 0) > env.ADDRESS_MESSAGES_PER_MINUTE) return;
      await consume(sharesOfDay, `${siteId} ${address}`, { code: 'site_limit_reached' });
    },
    feedback: (visitorId) => consume(feedback, visitorId),
    mint: (kind, by, site) => consumeOf(site, mints, `${kind} ${by}`),
    wrongKey: (address) =>
      consume(mints, `wrong-key ${address}`, {
        message: 'Too many requests with wrong keys came from this address.',
      }),
    async personWish(address, siteId) {
      await consume(personWishes, address);
      const ofDay = await personWishesOfDay.get(`${siteId} ${address}`);
      if (ofDay && ofDay.remainingPoints <= 0)
        throw new CodedError('site_limit_reached', { retryAfterMs: ofDay.msBeforeNext });
    },
    async personWishBegan(address, siteId) {
      await personWishesOfDay.penalty(`${siteId} ${address}`);
    },
    async upload(by, siteId) {
      await consume(uploads, by);
      if (siteId !== undefined) await consume(uploadsOfDay, `${siteId} ${by}`);
    },
    signIn: (address) => consume(signIns, address),
    account: (email) => consume(accounts, email.toLowerCase()),
    async request(connectionId, address) {
      await consume(requests, connectionId);
      if (address !== undefined) await consume(addressRequests, address);
    },
  };
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
  { code = 'rate_limited', message }: { code?: 'rate_limited' | 'site_limit_reached'; message?: string } = {},
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new CodedError(code, { message, retryAfterMs: refusal.msBeforeNext });
  }
}

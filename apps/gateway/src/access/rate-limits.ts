import { CodedError } from '@frontdesk/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Env } from '../env.ts';

/** Requests that one connection may make in ten seconds, whatever they are, its handshakes among them. */
const connectionRequestsPerTenSeconds = 100;

/** Ratings, wishes for a person and the like that one visitor may send in a minute. */
const visitorFeedbackPerMinute = 30;

/** Conversations that begin with a wish for a person, from one address in a minute. */
const personWishesPerMinute = 20;

/**
 * Times what one address has. Only attempts from ever so many addresses together use it up: those of one keep nobody from their
 * account who signs in from another.
 */
const accountSignInsOverAddress = 10;

const daySeconds = 86_400;

/** A site that allows an address more, or less, than the gateway does. */
export interface SiteLimit {
  id: string;
  /** Null: as the gateway does. */
  httpMessagesPerMinute: number | null;
}

/** Each throws CodedError `rate_limited`, with the time after which the same request may work. */
export interface RateLimits {
  /** A message, by its visitor (null for one who is made with it) and by the address it came from. */
  message(visitorId: string | null, address: string, site?: SiteLimit): Promise<void>;
  /**
   * A customer's message, by the address it came from and the site: whoever writes on and on uses up a share of the site's day and not all of it.
   * Throws `site_limit_reached`.
   */
  shareOfDay(siteId: string, address: string): Promise<void>;
  /** A rating, a wish for a person, an address to write to. */
  feedback(visitorId: string): Promise<void>;
  /** A ticket or a visitor token. */
  mint(kind: 'ticket' | 'visitor-token', address: string, site?: SiteLimit): Promise<void>;
  /** A key that is none. Counted apart: whoever asks from the same address with a right one is not refused for it. */
  wrongKey(address: string): Promise<void>;
  /** A wish for a person that begins a conversation: agents see each, and no site's day counts them. */
  personWish(address: string): Promise<void>;
  /** A file, by an agent or by a customer's address; of customers also by the site's day, of whose room each attempt may take as much as a file may have. */
  upload(by: string, siteId?: string): Promise<void>;
  /** An attempt to sign in, or at an invitation, by the address that it comes from. */
  signIn(address: string): Promise<void>;
  /** An attempt at an account's password, from wherever. */
  account(email: string): Promise<void>;
  /** Anything that is asked over a connection: each time that its client joins a namespace, it is another socket. */
  request(connectionId: string): Promise<void>;
}

/** Counted in memory, per gateway: with n gateways the limits are up to n times as high. */
export function createRateLimits(env: Env): RateLimits {
  const limiter = (points: number, duration = 60) => new RateLimiterMemory({ points, duration });
  const visitorMessages = limiter(env.VISITOR_MESSAGES_PER_MINUTE);
  const addressMessages = limiter(env.ADDRESS_MESSAGES_PER_MINUTE);
  const sharesOfDay = limiter(env.ADDRESS_MESSAGES_PER_DAY, daySeconds);
  const mints = limiter(env.ADDRESS_MINTS_PER_MINUTE);
  const personWishes = limiter(personWishesPerMinute);
  const uploads = limiter(env.ADDRESS_UPLOADS_PER_MINUTE);
  const uploadsOfDay = limiter(env.ADDRESS_UPLOADS_PER_DAY, daySeconds);
  const signIns = limiter(env.ADDRESS_SIGN_INS_PER_MINUTE);
  const accounts = limiter(env.ADDRESS_SIGN_INS_PER_MINUTE * accountSignInsOverAddress);
  const feedback = limiter(visitorFeedbackPerMinute);
  const requests = limiter(connectionRequestsPerTenSeconds, 10);
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
    async message(visitorId, address, site) {
      if (visitorId !== null) await consume(visitorMessages, visitorId);
      await consumeOf(site, addressMessages, address);
    },
    shareOfDay: (siteId, address) => consume(sharesOfDay, `${siteId} ${address}`, { code: 'site_limit_reached' }),
    feedback: (visitorId) => consume(feedback, visitorId),
    mint: (kind, address, site) => consumeOf(site, mints, `${kind} ${address}`),
    wrongKey: (address) =>
      consume(mints, `wrong-key ${address}`, {
        message: 'Too many requests with wrong keys came from this address.',
      }),
    personWish: (address) => consume(personWishes, address),
    async upload(by, siteId) {
      await consume(uploads, by);
      if (siteId !== undefined) await consume(uploadsOfDay, `${siteId} ${by}`);
    },
    signIn: (address) => consume(signIns, address),
    account: (email) => consume(accounts, email.toLowerCase()),
    request: (connectionId) => consume(requests, connectionId),
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

import { CodedError, standardRates } from '@frontdesk/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Env } from '../env.ts';
import { NetworkLimiter, type NetworkShares } from './network-limiter.ts';

/** Requests that one connection may make in ten seconds, whatever they are, its handshakes among them. */
const connectionRequestsPerTenSeconds = 100;

/** Ratings, wishes for a person and the like that one visitor may send in a minute. */
const visitorFeedbackPerMinute = 30;

/** Long enough for all chats of an office that open anew, when their gateway is back. */
const addressRequestsSeconds = 20;

/** Of a minute: behind a network of a carrier's there may be many. */
const sharesOfMinute: NetworkShares = { '/56': 4, '/24': 16, '/48': 16 };
/** Of what a site, or an account, has for all: something is left for everybody else. */
const sharesOfAll: NetworkShares = { '/56': 2, '/24': 4, '/48': 4 };
/** Of files an address has two fifths of a site's day. */
const sharesOfFiles: NetworkShares = { '/56': 2, '/24': 2, '/48': 2 };

/** Times the wrong keys of an address: beyond those, whether a key is right is not looked up, unless it was before. */
const lookUpsOverWrongKeys = 10;

/**
 * What an account has for all strangers together, times what one address has in a minute: more than one network has, and in a window so
 * short that whoever is refused for others' attempts waits for seconds.
 */
const accountSignIns = { overAddress: 5, seconds: 30 };

/**
 * Orders that are asked about at one site: an address more in a day than anybody has, and far fewer than it takes to guess numbers; for
 * all customers together that its own server speaks for.
 */
const orderLookUpsOf = { addressMinute: 10, addressDay: 60, serverMinute: 60 };

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
  /**
   * A rating, a wish for a person, an address to write to: by its visitor, and of the day by the address that it came from; not by the
   * site, of which whoever has several networks could use up all. Of the day, throws `site_limit_reached`.
   */
  feedback(visitorId: string, address: string, siteId: string): Promise<void>;
  /** A ticket or a visitor token, by the address; the visitor of a site's own server by the site. */
  mint(kind: 'ticket' | 'visitor-token', by: string, site?: SiteLimit): Promise<void>;
  /** A key that is none. Counted apart: whoever asks from the same address with a right one is not refused for it. */
  wrongKey(address: string): Promise<void>;
  /** A key that may be none, before the store is asked. */
  lookUp(address: string): Promise<void>;
  /**
   * A wish for a person that is to begin a conversation: agents see each, and no site's day counts them. Of its address's day at the
   * site only those count that did: one that was refused took nothing from whoever else is behind the address. Of the day, throws
   * `person_limit_reached`: who writes first needs no such wish.
   */
  personWish(address: string, siteId: string): Promise<void>;
  /** That wish has begun one. */
  personWishBegan(address: string, siteId: string): Promise<void>;
  /** A question about an order to a site's own server, by the address that it came from; null: by the site, whose own server asks. */
  orderLookUp(siteId: string, address: string | null): Promise<void>;
  /** A file, by an agent or by a customer's address; of customers also by the site's day, of whose room each attempt may take as much as a file may have. */
  upload(by: string, siteId?: string): Promise<void>;
  /** An attempt to sign in, or at an invitation, by the address that it comes from. */
  signIn(address: string): Promise<void>;
  /**
   * An attempt at an account's password, by the network that it comes from. Those from ever so many networks together put strangers
   * off for some seconds, and nobody else.
   * @param isTheirs whether somebody is signed in to that account from there; asked only then
   */
  account(email: string, address: string, isTheirs: () => Promise<boolean>): Promise<void>;
  /**
   * Anything that is asked over a connection: each time that its client joins a namespace, it is another socket. Of customers also by
   * the address: it may have hundreds of connections.
   */
  request(connectionId: string, address?: string): Promise<void>;
}

/** Counted in memory, per gateway: with n gateways the limits are up to n times as high. */
export function createRateLimits(env: Env): RateLimits {
  const limiter = (points: number, duration = 60) => new RateLimiterMemory({ points, duration });
  const byNetwork = (points: number, shares = sharesOfMinute) => new NetworkLimiter(points, shares);
  const ofDay = (points: number, shares = sharesOfAll) => new NetworkLimiter(points, shares, daySeconds);
  const visitorMessages = limiter(env.VISITOR_MESSAGES_PER_MINUTE);
  const addressMessages = byNetwork(env.ADDRESS_MESSAGES_PER_MINUTE);
  const sharesOfDay = ofDay(env.ADDRESS_MESSAGES_PER_DAY);
  const mints = byNetwork(env.ADDRESS_MINTS_PER_MINUTE);
  const lookUps = byNetwork(env.ADDRESS_MINTS_PER_MINUTE * lookUpsOverWrongKeys);
  const personWishes = byNetwork(standardRates.personWishesPerMinute);
  const personWishesOfDay = ofDay(env.ADDRESS_PERSON_WISHES_PER_DAY);
  const orderLookUps = byNetwork(orderLookUpsOf.addressMinute, sharesOfAll);
  const orderLookUpsOfDay = ofDay(orderLookUpsOf.addressDay);
  const orderLookUpsOfServer = limiter(orderLookUpsOf.serverMinute);
  const uploads = byNetwork(env.ADDRESS_UPLOADS_PER_MINUTE);
  const uploadsOfDay = ofDay(env.ADDRESS_UPLOADS_PER_DAY, sharesOfFiles);
  const signIns = byNetwork(env.ADDRESS_SIGN_INS_PER_MINUTE, sharesOfAll);
  const accountsByNetwork = byNetwork(env.ADDRESS_SIGN_INS_PER_MINUTE, sharesOfAll);
  const accounts = limiter(env.ADDRESS_SIGN_INS_PER_MINUTE * accountSignIns.overAddress, accountSignIns.seconds);
  const feedback = limiter(visitorFeedbackPerMinute);
  const feedbackOfDay = ofDay(env.ADDRESS_MESSAGES_PER_DAY);
  const requests = limiter(connectionRequestsPerTenSeconds, 10);
  const addressRequests = new NetworkLimiter(
    env.ADDRESS_REQUESTS_PER_SECOND * addressRequestsSeconds,
    sharesOfMinute,
    addressRequestsSeconds,
  );
  /** By what sites allow; each counts apart from the others, and from the gateway's own limits. */
  const ofSites = new Map<number, NetworkLimiter>();

  function consumeOf(site: SiteLimit | undefined, own: NetworkLimiter, address: string, of = ''): Promise<void> {
    if (site?.httpMessagesPerMinute == null) return consumeAll(own, address, of);
    const perMinute = site.httpMessagesPerMinute;
    const allowed = ofSites.get(perMinute) ?? byNetwork(perMinute);
    ofSites.set(perMinute, allowed);
    return consumeAll(allowed, address, `${site.id} ${of}`);
  }

  return {
    async message(visitorId, by, site) {
      if (visitorId !== null) await consume(visitorMessages, visitorId);
      await consumeOf(site, addressMessages, by);
    },
    async shareOfDay(siteId, address, site) {
      if ((site?.httpMessagesPerMinute ?? 0) > env.ADDRESS_MESSAGES_PER_MINUTE) return;
      await consumeAll(sharesOfDay, address, siteId, ofTheDay);
    },
    async feedback(visitorId, address, siteId) {
      await consume(feedback, visitorId);
      await consumeAll(feedbackOfDay, address, siteId, ofTheDay);
    },
    mint: (kind, by, site) => consumeOf(site, mints, by, kind),
    wrongKey: (address) => consumeAll(mints, address, 'wrong-key', wrongKeys),
    lookUp: (address) => consumeAll(lookUps, address, '', wrongKeys),
    async personWish(address, siteId) {
      await consumeAll(personWishes, address);
      for (const { limiter, key } of personWishesOfDay.limitsOf(address, siteId)) {
        const begun = await limiter.get(key);
        if (begun && begun.remainingPoints <= 0)
          throw new CodedError('person_limit_reached', { retryAfterMs: begun.msBeforeNext });
      }
    },
    async personWishBegan(address, siteId) {
      for (const { limiter, key } of personWishesOfDay.limitsOf(address, siteId)) await limiter.penalty(key);
    },
    async orderLookUp(siteId, address) {
      if (address === null) return consume(orderLookUpsOfServer, siteId, orders);
      await consumeAll(orderLookUps, address, siteId, orders);
      await consumeAll(orderLookUpsOfDay, address, siteId, orders);
    },
    async upload(by, siteId) {
      await consumeAll(uploads, by);
      if (siteId !== undefined) await consumeAll(uploadsOfDay, by, siteId);
    },
    signIn: (address) => consumeAll(signIns, address),
    async account(email, address, isTheirs) {
      const account = email.toLowerCase();
      await consumeAll(accountsByNetwork, address, account);
      try {
        await consume(accounts, account);
      } catch (refusal) {
        if (!(refusal instanceof CodedError && (await isTheirs()))) throw refusal;
      }
    },
    async request(connectionId, address) {
      await consume(requests, connectionId);
      if (address !== undefined) await consumeAll(addressRequests, address);
    },
  };
}

interface Refusal {
  code?: 'rate_limited' | 'site_limit_reached';
  message?: string;
}
const ofTheDay: Refusal = { code: 'site_limit_reached' };
const orders: Refusal = { message: 'Too many orders were asked about from there.' };
const wrongKeys: Refusal = { message: 'Too many requests with wrong keys came from this address.' };

async function consumeAll(limits: NetworkLimiter, address: string, of?: string, refusal?: Refusal): Promise<void> {
  for (const { limiter, key } of limits.limitsOf(address, of)) await consume(limiter, key, refusal);
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
  { code = 'rate_limited', message }: Refusal = {},
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new CodedError(code, { message, retryAfterMs: refusal.msBeforeNext });
  }
}

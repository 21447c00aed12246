import {
  type ClaimedReplyMail,
  claimReplyMail,
  type Database,
  finishReplyMail,
  listAwaitedVisitors,
  mailClaimMs,
  noteSeen,
  postponeReplyMail,
  recordSending,
} from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';
import { letterAddress } from '../access/letter-address.ts';
import type { SignedTokens } from '../access/signed-tokens.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type Told, tellAll } from '../relay/tell-all.ts';
import { type LetterPlaces, sendAll } from './letter-places.ts';
import { attemptShare, mailStep, retryAfterMs } from './mail-step.ts';
import type { Mailer } from './mailer.ts';
import { replyLetter } from './reply-letter.ts';

export interface ReplyMailOptions extends Told {
  database: Database;
  mailer: Mailer;
  tokens: Pick<SignedTokens, 'signResumption'>;
  logger: Logger;
  /** Ours, for links; without it letters have none. */
  publicUrl: string | undefined;
  /** Whether a visitor has the chat open at this gateway. */
  isHere: (visitorId: string) => boolean;
  places: LetterPlaces;
  metrics: Pick<GatewayMetrics, 'letters'>;
  /** How many letters of a day a site sends its customers at most. */
  siteLetters: number;
  /** By which addresses are hashed where their letters are counted. */
  letterKey: Uint8Array;
  /** How often it looks; 5 s unless given. */
  everyMs?: number | undefined;
  /** How long a letter is its own; two minutes unless given. */
  claimMs?: number | undefined;
}

/**
 * Mails what people replied to customers who have left. A letter is claimed in the store, sent, and noted there: a gateway that
 * dies in between leaves it to another one, and only one that dies in the moment between the server's yes and the note, or that
 * stops and has waited two seconds for that yes, has it sent twice, under the same Message-ID.
 * @returns stops it, after the letters that are on their way; those whose server is silent are left to others
 */
export function startReplyMails(options: ReplyMailOptions): () => Promise<void> {
  const { database, metrics, logger, isHere, siteLetters, letterKey, claimMs = mailClaimMs } = options;
  let stopped = false;
  let leftToOthers = false;

  async function work(): Promise<void> {
    for await (const page of listAwaitedVisitors(database)) await noteSeen(database, page.filter(isHere));
    const claim = async () => (stopped ? null : claimReplyMail(database, { claimMs }));
    await sendAll({ places: options.places, claim, send: handle });
  }

  async function handle(mail: ClaimedReplyMail): Promise<void> {
    const step = mailStep(mail);
    if (step.kind === 'settle') await finish(mail, { seq: mail.lastSeq, outcome: null });
    else if (step.kind === 'wait') await postponeReplyMail(database, mail, { laterMs: step.laterMs, tried: false });
    else await send(mail, step.email);
  }

  async function send(mail: ClaimedReplyMail, email: string): Promise<void> {
    const signal = AbortSignal.timeout(claimMs * attemptShare);
    const seq = mail.replies.at(-1)?.seq ?? mail.lastSeq;
    const { siteId, siteName, languages, replies, conversationId } = mail;
    const limit = await recordSending(database, { ...mail, email, siteLetters, key: letterKey }, seq);
    if (limit !== null) {
      logger.warn({ siteId, conversationId, limit }, 'a reply was not mailed: the day has no more letters');
      await finish(mail, { seq, outcome: { email, sent: false, limit } });
      return;
    }
    const letter = replyLetter({
      ...{ to: email, siteName, language: languages[0], replies },
      link: await linkOf(mail),
    });
    try {
      await options.mailer.send({ ...letter, id: `${conversationId}.${seq}` }, signal);
    } catch (error) {
      if (leftToOthers) return;
      metrics.letters.inc({ kind: 'reply', outcome: 'failed' });
      const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
      const laterMs = retryAfterMs(mail.attempts, responseCode);
      // Not the error itself: in its words the server quotes whom it was for.
      logger.error({ code, responseCode, command, conversationId, laterMs }, 'a reply could not be mailed');
      if (laterMs !== null) await postponeReplyMail(database, mail, { laterMs, tried: true });
      else await finish(mail, { seq, outcome: { email, sent: false } });
      return;
    }
    metrics.letters.inc({ kind: 'reply', outcome: 'sent' });
    await finish(mail, { seq, outcome: { email, sent: true } });
  }

  async function finish(mail: ClaimedReplyMail, result: Parameters<typeof finishReplyMail>[2]): Promise<void> {
    const change = await finishReplyMail(database, mail, result);
    if (!change) return;
    tellAll(options, { kind: 'event', ...change });
  }

  /**
   * Of an anonymous customer, to the chat itself, as whoever they were: the letter is all that proves it, so it opens what they
   * wrote as nobody. Of one whom the site knows, to the site, which knows them again.
   */
  async function linkOf(mail: ClaimedReplyMail): Promise<string | null> {
    if (mail.identified) return mail.allowedOrigins.find((origin) => !origin.includes('*')) ?? null;
    const { siteKey, siteId: site, visitorId: visitor, conversationId: conversation, email } = mail;
    if (options.publicUrl === undefined || email === null) return null;
    const address = letterAddress(conversation, email);
    const { token } = await options.tokens.signResumption({ site, visitor, conversation, address });
    const link = new URL(`/chat/${siteKey}`, options.publicUrl);
    // Behind the #, which no server is told: it stands in no log.
    link.hash = `resume=${token}`;
    return link.href;
  }

  const stop = repeat(options.everyMs ?? 5_000, work, (error) => logger.error({ error }, 'mails were not looked at'));
  return async () => {
    stopped = true;
    await stop();
    leftToOthers = true;
  };
}

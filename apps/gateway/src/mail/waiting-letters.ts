import { createHash } from 'node:crypto';
import {
  type ClaimedWaitingLetter,
  claimWaitingLetter,
  type Database,
  finishWaitingLetter,
  mailClaimMs,
  postponeWaitingLetter,
} from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import { type LetterPlaces, sendAll } from './letter-places.ts';
import { attemptShare, retryAfterMs } from './mail-step.ts';
import type { Mailer } from './mailer.ts';
import { waitingLetter } from './waiting-letter.ts';

export interface WaitingLetterOptions {
  database: Database;
  mailer: Mailer;
  logger: Logger;
  /** Ours, for links; without it letters have none. */
  publicUrl: string | undefined;
  /** How many letters of a day a site's team is sent at most. */
  siteLetters: number;
  places: LetterPlaces;
  metrics: Pick<GatewayMetrics, 'letters'>;
  /** How often it looks; 15 s unless given. */
  everyMs?: number | undefined;
  /** How long a letter is its own; two minutes unless given. */
  claimMs?: number | undefined;
}

/** A team that has had its letters of the day is looked at again then: the next day begins at some time. */
const beyondLimitMs = 3_600_000;

/**
 * Mails a site's team which customers have waited for a person, each of them once, as replies are mailed: claimed in the store,
 * sent, and noted there. At a further attempt whoever was answered meanwhile is not in it. @returns stops it
 */
export function startWaitingLetters(options: WaitingLetterOptions): () => Promise<void> {
  const { database, metrics, logger, siteLetters, claimMs = mailClaimMs } = options;
  let stopped = false;
  let leftToOthers = false;

  async function work(): Promise<void> {
    const claim = async () => (stopped ? null : claimWaitingLetter(database, { siteLetters, claimMs }));
    await sendAll({ places: options.places, claim, send: handle });
  }

  async function handle(letter: ClaimedWaitingLetter): Promise<void> {
    const { siteId, userId } = letter;
    if (letter.waits.length === 0) {
      await postponeWaitingLetter(database, letter, 0);
    } else if (letter.beyondLimit) {
      logger.warn({ siteId, siteLetters }, 'a site’s team has had all its letters of the day');
      await postponeWaitingLetter(database, letter, beyondLimitMs);
    } else {
      const signal = AbortSignal.timeout(claimMs * attemptShare);
      const { email: to, siteName, waits } = letter;
      const linkOf = (conversationId: string) => conversationLink({ siteId, conversationId });
      try {
        await options.mailer.send({ ...waitingLetter({ to, siteName, waits, linkOf }), id: idOf(letter) }, signal);
        metrics.letters.inc({ kind: 'waiting', outcome: 'sent' });
      } catch (error) {
        if (leftToOthers) return;
        metrics.letters.inc({ kind: 'waiting', outcome: 'failed' });
        const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
        const laterMs = retryAfterMs(letter.attempts, responseCode);
        logger.error(
          { code, responseCode, command, siteId, userId, laterMs },
          'a letter about customers who wait could not be sent',
        );
        if (laterMs !== null) {
          await postponeWaitingLetter(database, letter, laterMs);
          return;
        }
      }
      await finishWaitingLetter(database, letter);
    }
  }

  function conversationLink({ siteId, conversationId }: { siteId: string; conversationId: string }): string | null {
    if (options.publicUrl === undefined) return null;
    const link = new URL('/admin', options.publicUrl);
    link.searchParams.set('site', siteId);
    link.searchParams.set('conversation', conversationId);
    return link.href;
  }

  const stop = repeat(options.everyMs ?? 15_000, work, (error) => logger.error({ error }, 'waits were not looked at'));
  return async () => {
    stopped = true;
    await stop();
    leftToOthers = true;
  };
}

/** The same for the same waits, told to the same person: whoever gets it twice can tell. */
const idOf = ({ userId, siteId, waits }: ClaimedWaitingLetter): string =>
  createHash('sha256')
    .update(JSON.stringify([userId, siteId, waits.map((wait) => [wait.conversationId, wait.waitingSince])]))
    .digest('hex')
    .slice(0, 32);

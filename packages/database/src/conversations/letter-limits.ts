import { createHmac } from 'node:crypto';
import type { LetterLimit } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';

/** To an address that anybody may have typed: who answers by mail all day long opens the chat in between. */
const addressLetters = 5;

const today = Prisma.sql`(now() AT TIME ZONE 'UTC')::date`;

/** A letter to a customer that is about to be sent. */
export interface CountedLetter {
  siteId: string;
  email: string;
  /** The site's server has said that it is its customer's. */
  proved: boolean;
  /** How many letters of a day (UTC) a site may send. */
  siteLetters: number;
  /** By which the address is hashed, the same for all gateways: without it, known addresses could be tried. */
  key: Uint8Array;
}

class BeyondLimit extends Error {
  readonly limit: LetterLimit;

  constructor(limit: LetterLimit) {
    super(`beyond the day's letters: ${limit}`);
    this.limit = limit;
  }
}

/**
 * Counts a letter to a customer towards the limits of the day, all or nothing, in one transaction with `first`.
 * @param first returns whether there is anything to count
 * @returns the limit that it is beyond: then nothing has happened. Null: it may be sent
 */
export async function countLetter(
  database: Database,
  { siteId, email, proved, siteLetters, key }: CountedLetter,
  first: (transaction: Queryable) => Promise<boolean>,
): Promise<LetterLimit | null> {
  try {
    await database.$transaction(async (transaction) => {
      if (!(await first(transaction))) return;
      if (!proved && !(await countForAddress(transaction, hashOf(email, key)))) throw new BeyondLimit('address');
      // Last, as messages do: it is the row that most wait for.
      if (!(await countForSite(transaction, siteId, siteLetters))) throw new BeyondLimit('site');
    });
    return null;
  } catch (error) {
    if (error instanceof BeyondLimit) return error.limit;
    throw error;
  }
}

async function countForSite(transaction: Queryable, siteId: string, most: number): Promise<boolean> {
  const counted = await transaction.$executeRaw`
    INSERT INTO site_day_usage AS usage (site_id, day, letters) VALUES (${siteId}::uuid, ${today}, 1)
    ON CONFLICT (site_id, day) DO UPDATE SET letters = usage.letters + 1 WHERE usage.letters < ${most}`;
  return counted === 1;
}

/** Letters to a site's team have a count of their own: neither takes the other's place. @returns false: the day has no more */
export async function countTeamLetter(transaction: Queryable, siteId: string, most: number): Promise<boolean> {
  const counted = await transaction.$executeRaw`
    INSERT INTO site_day_usage AS usage (site_id, day, team_letters) VALUES (${siteId}::uuid, ${today}, 1)
    ON CONFLICT (site_id, day) DO UPDATE SET team_letters = usage.team_letters + 1 WHERE usage.team_letters < ${most}`;
  return counted === 1;
}

/** Forgets whom days that are over were counted for. To be called every minute or so, by any number of processes. */
export async function forgetLettersOfAddresses(database: Queryable): Promise<void> {
  await database.$executeRaw`
    DELETE FROM address_day_letters WHERE (day, address) IN (
      SELECT day, address FROM address_day_letters WHERE day < ${today} LIMIT 10000 FOR UPDATE SKIP LOCKED)`;
}

async function countForAddress(transaction: Queryable, address: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const counted = await transaction.$executeRaw`
    INSERT INTO address_day_letters AS counted (day, address) VALUES (${today}, ${address})
    ON CONFLICT (day, address) DO UPDATE SET letters = counted.letters + 1 WHERE counted.letters < ${addressLetters}`;
  return counted === 1;
}

/** One mailbox is one address, however it is written. Hashed: the row is nobody's, and no deletion finds it. */
function hashOf(email: string, key: Uint8Array): Uint8Array<ArrayBuffer> {
  const [, box = email, host = ''] = /^([^+]*).*@([^@]*)$/.exec(email.trim().toLowerCase()) ?? [];
  return new Uint8Array(createHmac('sha256', key).update(`${box}@${host}`).digest());
}

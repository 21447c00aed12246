import { type Database, readPeopleThere } from '@frontdesk/database';
import type { PeopleThere } from '@frontdesk/protocol';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { PeopleChanges } from './people-changes.ts';

/** Whoever is gone without a word, or is back at nine, is noticed by then. */
const lookEveryMs = 5_000;

/** Whether a person of a site is there for its customers, now. */
export type ReadPeople = (siteId: string) => Promise<PeopleThere>;

export const createReadPeople =
  (database: Database): ReadPeople =>
  async (siteId) =>
    (await readPeopleThere(database, [siteId], new Date())).get(siteId) ?? { available: false, backAt: null };

/**
 * Tells when somebody comes for a site's customers, when the last one leaves, and when another time is the one at which they are
 * back. What is seen of a site for the first time is told too: its first customer may have asked just before.
 * @param options.sites those with customers here
 * @returns stops it
 */
export function watchPeople(options: {
  database: Database;
  peopleChanges: PeopleChanges;
  logger: Logger;
  sites: () => readonly string[];
  tell: (siteId: string, there: PeopleThere) => void;
}): () => Promise<void> {
  const { database, peopleChanges, logger, sites, tell } = options;
  const told = new Map<string, string>();
  const report = (error: unknown) => logger.error({ error }, 'who is there could not be read');

  async function look(siteIds: readonly string[]): Promise<void> {
    if (siteIds.length === 0) return;
    for (const [siteId, there] of await readPeopleThere(database, siteIds, new Date())) {
      const now = JSON.stringify(there);
      if (told.get(siteId) === now) continue;
      told.set(siteId, now);
      tell(siteId, there);
    }
  }

  async function lookAtAll(): Promise<void> {
    const all = new Set(sites());
    for (const siteId of told.keys()) if (!all.has(siteId)) told.delete(siteId);
    await look([...all]);
  }

  const stopListening = peopleChanges.onChange((siteId) => {
    if (sites().includes(siteId)) look([siteId]).catch(report);
  });
  const stopLooking = repeat(lookEveryMs, lookAtAll, report);
  return () => {
    stopListening();
    return stopLooking();
  };
}

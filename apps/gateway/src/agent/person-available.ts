import { type Database, isSomebodyThere } from '@frontdesk/database';

/** Whether a person of the site is there to answer a customer, now. */
export type PersonAvailable = (siteId: string) => Promise<boolean>;

/** Whoever has the inbox open, and does not say that they are away. */
export const createPersonAvailable =
  (database: Database): PersonAvailable =>
  (siteId) =>
    isSomebodyThere(database, siteId);

import { type Database, replaceSealedOrderLookUps } from '@frontdesk/database';
import { createServerSecrets, resealing, type ServerSecrets } from '../own-server/server-secrets.ts';

const purpose = 'order-look-up';

/** What questions about orders are signed with: one for each site, stored with its id. */
export const createOrderSecrets = (secret: string, previous?: string): ServerSecrets =>
  createServerSecrets(purpose, { secret, previous });

/** Seals anew, with the secret of the installation, what is sealed with the previous one. @returns how many were */
export function resealOrderLookUps(options: { database: Database; secret: string; previous: string }): Promise<number> {
  const reseal = resealing(purpose, options);
  return replaceSealedOrderLookUps(options.database, ({ siteId, sealed }) => reseal(sealed, siteId));
}

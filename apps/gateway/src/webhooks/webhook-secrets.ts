import { type Database, replaceSealedWebhooks } from '@frontdesk/database';
import { createServerSecrets, resealing, type ServerSecrets } from '../own-server/server-secrets.ts';

const purpose = 'webhook';

/** What deliveries are signed with: made for each webhook, stored with its id. */
export type WebhookSecrets = ServerSecrets;

/** @param previous what was sealed with it can be opened as well */
export const createWebhookSecrets = (secret: string, previous?: string): WebhookSecrets =>
  createServerSecrets(purpose, { secret, previous });

/** Seals anew, with the secret of the installation, what is sealed with the previous one. @returns how many were */
export function resealWebhooks(options: { database: Database; secret: string; previous: string }): Promise<number> {
  const reseal = resealing(purpose, options);
  return replaceSealedWebhooks(options.database, ({ id, sealed }) => reseal(sealed, id));
}

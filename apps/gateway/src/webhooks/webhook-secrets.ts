import { createHmac, randomBytes } from 'node:crypto';
import { type Database, replaceSealedWebhooks } from '@frontdesk/database';
import { createSealing } from '../identity/sealing.ts';

/** What deliveries are signed with: made for each webhook, sealed in the store. */
export interface WebhookSecrets {
  /** A new one, as Standard Webhooks writes it: `whsec_` and base64. */
  make(): string;
  seal(secret: string, webhookId: string): Uint8Array<ArrayBuffer>;
  /** Undefined: it was sealed with a secret of the installation that is not known any more. */
  open(sealed: Uint8Array, webhookId: string): string | undefined;
}

const prefix = 'whsec_';
const secretBytes = 32;
const sealingOf = (secret: string) => createSealing(secret, 'webhook');

/** @param previous what was sealed with it can be opened as well */
export function createWebhookSecrets(secret: string, previous?: string): WebhookSecrets {
  const sealing = sealingOf(secret);
  const readable = previous === undefined ? [sealing] : [sealing, sealingOf(previous)];
  return {
    make: () => prefix + randomBytes(secretBytes).toString('base64'),
    seal: sealing.seal,
    open(sealed, webhookId) {
      for (const { open } of readable) {
        try {
          return open(sealed, webhookId);
        } catch {
          // The other one may fit.
        }
      }
      return undefined;
    },
  };
}

/** Seals anew, with the secret of the installation, what is sealed with the previous one. @returns how many were */
export function resealWebhooks(options: { database: Database; secret: string; previous: string }): Promise<number> {
  const [sealing, former] = [sealingOf(options.secret), sealingOf(options.previous)];
  return replaceSealedWebhooks(options.database, ({ id, sealed }) => {
    try {
      return sealing.seal(former.open(sealed, id), id);
    } catch {
      return null;
    }
  });
}

/**
 * Pure. The header `webhook-signature` of Standard Webhooks, version 1: HMAC-SHA256 over id, time and body.
 * @param secret as {@link WebhookSecrets.make} has it
 */
export function webhookSignature(secret: string, { id, timestamp, body }: SignedParts): string {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

export interface SignedParts {
  /** The delivery's: the same at each attempt, so that whoever gets it twice can tell. */
  id: string;
  /** Seconds since 1970, when it is sent: an old one may be somebody's who listened. */
  timestamp: number;
  body: string;
}

import { createHmac } from 'node:crypto';

/** Of a secret, as Standard Webhooks writes it: base64 follows. */
export const secretPrefix = 'whsec_';

export interface SignedParts {
  /** The request's: the same at each attempt, so that whoever gets it twice can tell. */
  id: string;
  /** Seconds since 1970, when it is sent: an old one may be somebody's who listened. */
  timestamp: number;
  body: string;
}

/** Pure. The header `webhook-signature` of Standard Webhooks, version 1: HMAC-SHA256 over id, time and body. */
export function signatureOf(secret: string, { id, timestamp, body }: SignedParts): string {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

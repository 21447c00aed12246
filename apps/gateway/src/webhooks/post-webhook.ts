import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, publicLookup } from '@frontdesk/knowledge';
import { webhookSignature } from './webhook-secrets.ts';

/** How long an address may take to answer. */
const answerMs = 10_000;

export interface WebhookPost {
  url: string;
  /** The delivery's. */
  id: string;
  body: string;
  secret: string;
  /** Hosts, or hosts with ports, that may be reached although they are not of the public internet. */
  privateHosts: readonly string[];
  signal?: AbortSignal | undefined;
}

/** Why nothing arrived, for whoever set the webhook up. */
export class WebhookError extends Error {}

/**
 * Posts once, signed as Standard Webhooks has it. Redirects are not followed, and of what is answered only the status is read:
 * whoever may set up a webhook learns nothing about other servers by it.
 * @returns the status
 * @throws WebhookError where there is none
 */
export function postWebhook({ url, id, body, secret, privateHosts, signal }: WebhookPost): Promise<number> {
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const mayBePrivate = privateHosts.includes(address.host) || privateHosts.includes(address.hostname);
  // No lookup sees an address that is written as one.
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(notPublic(host));
  const timestamp = Math.floor(Date.now() / 1_000);
  const timeout = AbortSignal.timeout(answerMs);
  return new Promise((resolve, reject) => {
    const { request } = address.protocol === 'https:' ? https : http;
    const sent = request(address, {
      method: 'POST',
      agent: false,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(mayBePrivate ? {} : { lookup: publicLookup() }),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Frontdesk-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': webhookSignature(secret, { id, timestamp, body }),
      },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', () => undefined);
      response.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (timeout.aborted)
        reject(new WebhookError(`${address.host} took longer than ${answerMs / 1_000} s to answer.`));
      else if (error.code === 'private_address') reject(notPublic(address.host));
      else reject(new WebhookError(`${address.host} could not be reached${error.code ? ` (${error.code})` : ''}.`));
    });
    sent.end(body);
  });
}

const notPublic = (host: string) =>
  new WebhookError(`${host} is not on the public internet. Whoever runs this can allow it by WEBHOOK_HOSTS.`);

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

export interface WebhookAnswer {
  status: number;
  /** The header `Retry-After`, as it came. */
  retryAfter?: string | undefined;
}

/** Why nothing arrived, for whoever set the webhook up. */
export class WebhookError extends Error {}

/**
 * Posts once, signed as Standard Webhooks has it. Redirects are not followed, and of what is answered only the status and `Retry-After`
 * are read, and only the status is shown: whoever may set up a webhook learns nothing about other servers by it. What customers write
 * goes to public hosts encrypted only.
 * @throws WebhookError where there is no answer
 */
export function postWebhook({ url, id, body, secret, privateHosts, signal }: WebhookPost): Promise<WebhookAnswer> {
  const address = new URL(url);
  const host = address.hostname.replace(/^\[|\]$/g, '');
  const mayBePrivate = isAllowed(address, privateHosts);
  // No lookup sees an address that is written as one.
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(notPublic(host));
  if (!mayBePrivate && address.protocol !== 'https:')
    return Promise.reject(new WebhookError(`${host} would be told without encryption. Use an address with https://.`));
  const timestamp = Math.floor(Date.now() / 1_000);
  return new Promise((resolve, reject) => {
    const { request } = address.protocol === 'https:' ? https : http;
    const sent = request(address, {
      method: 'POST',
      agent: false,
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
    const end = (error: WebhookError) => {
      reject(error);
      sent.destroy();
    };
    const late = () => end(new WebhookError(`${address.host} took longer than ${answerMs / 1_000} s to answer.`));
    const timeout = setTimeout(late, answerMs);
    const stop = () => end(new WebhookError('Frontdesk was being stopped.'));
    signal?.addEventListener('abort', stop);
    sent.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      response.on('error', () => undefined);
      response.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'private_address') end(notPublic(address.host));
      else end(new WebhookError(`${address.host} could not be reached${error.code ? ` (${error.code})` : ''}.`));
    });
    // Also where there was neither answer nor error, as where the protocol is to be changed.
    sent.on('close', () => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', stop);
      reject(new WebhookError(`${address.host} gave no answer.`));
    });
    if (signal?.aborted) stop();
    else sent.end(body);
  });
}

/** Whether the operator allows it: by its host, or by host and port. */
function isAllowed({ protocol, hostname, port }: URL, privateHosts: readonly string[]): boolean {
  const standardPort = protocol === 'https:' ? '443' : '80';
  return privateHosts.includes(hostname) || privateHosts.includes(`${hostname}:${port || standardPort}`);
}

const notPublic = (host: string) =>
  new WebhookError(`${host} is not on the public internet. Whoever runs this can allow it by WEBHOOK_HOSTS.`);

import type { WebhookPayload } from '@frontdesk/protocol';
import { postWebhook, type WebhookAnswer, WebhookError } from './post-webhook.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** What webhooks are told with. */
export interface Telling {
  webhookSecrets: WebhookSecrets;
  /** That may be reached although they are not of the public internet: hosts, or hosts with ports. */
  privateHosts: readonly string[];
}

export interface ToldWebhook {
  webhookId: string;
  url: string;
  sealed: Uint8Array;
}

/**
 * Signs and posts once.
 * @param id the delivery's
 * @returns the answer, or why there was none
 */
export async function tellWebhook(
  { webhookSecrets, privateHosts }: Telling,
  { webhookId, url, sealed }: ToldWebhook,
  { id, payload, signal }: { id: string; payload: WebhookPayload; signal?: AbortSignal },
): Promise<WebhookAnswer | Error> {
  const secret = webhookSecrets.open(sealed, webhookId);
  if (secret === undefined)
    return new WebhookError('Its secret was stored with another SECRET. Delete this webhook and make it anew.');
  const post = { url, id, body: JSON.stringify(payload), secret, privateHosts, signal };
  return postWebhook(post).catch((error: Error) => error);
}

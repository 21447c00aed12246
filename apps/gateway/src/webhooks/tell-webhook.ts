import type { WebhookPayload } from '@frontdesk/protocol';
import { OwnServerError, postSigned, type ServerAnswer } from '../own-server/post-signed.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** How long an address may take to answer. */
const withinMs = 10_000;

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
 * Signs and posts once. Of what is answered only the status is shown: whoever may set up a webhook learns nothing about other
 * servers by it.
 * @param id the delivery's
 * @returns the answer, or why there was none
 */
export async function tellWebhook(
  { webhookSecrets, privateHosts }: Telling,
  { webhookId, url, sealed }: ToldWebhook,
  { id, payload, signal }: { id: string; payload: WebhookPayload; signal?: AbortSignal },
): Promise<ServerAnswer | Error> {
  const secret = webhookSecrets.open(sealed, webhookId);
  if (secret === undefined)
    return new OwnServerError('Its secret was stored with another SECRET. Delete this webhook and make it anew.');
  const post = { url, id, body: JSON.stringify(payload), secret, privateHosts, signal };
  return postSigned({ ...post, userAgent: 'Frontdesk-Webhooks/1', withinMs }).catch((error: Error) => error);
}

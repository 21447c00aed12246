import { cleanText } from '@frontdesk/knowledge';
import { type OrderAnswer, type OrderLookUpPayload, orderReply, orderReplyLimits } from '@frontdesk/protocol';
import { OwnServerError, postSigned, type ServerAnswer } from '../own-server/post-signed.ts';
import type { ServerSecrets } from '../own-server/server-secrets.ts';

/** Nobody waits longer for the beginning of an answer. */
export const usualMs = 3_000;

/** What sites' servers are asked with. */
export interface Asking {
  orderSecrets: ServerSecrets;
  /** That may be reached although they are not of the public internet: hosts, or hosts with ports. */
  privateHosts: readonly string[];
  /** How long a server may take in all; 3 s unless given. */
  withinMs?: number | undefined;
}

export interface AskedOrder {
  answer: OrderAnswer;
  /** Why it failed, for whoever set the server up; null where it did not. */
  error: string | null;
}

/**
 * Asks a site's own server about an order, once. What it answers is said word for word, so that only what keeps to the protocol counts.
 * Never rejects.
 * @param id the request's
 */
export async function askOrderServer(
  { orderSecrets, privateHosts, withinMs = usualMs }: Asking,
  { url, sealed }: { url: string; sealed: Uint8Array },
  { id, data }: { id: string; data: OrderLookUpPayload['data'] },
): Promise<AskedOrder> {
  const { siteId, number } = data;
  const failed = (error: string): AskedOrder => ({ answer: { outcome: 'failed', number }, error });
  try {
    const secret = orderSecrets.open(sealed, siteId);
    if (secret === undefined)
      return failed('Its secret was stored with another SECRET. Stop asking this server, then set it up anew.');
    const payload: OrderLookUpPayload = { type: 'order:look-up', timestamp: new Date().toISOString(), data };
    const post = { url, id, body: JSON.stringify(payload), secret, privateHosts, withinMs };
    const answer = await postSigned({ ...post, userAgent: 'Frontdesk-Orders/1', bodyBytes: orderReplyLimits.bytes });
    if (answer.status === 404) return { answer: { outcome: 'unknown', number }, error: null };
    return { answer: { outcome: 'found', number, text: textOf(answer) }, error: null };
  } catch (error) {
    return failed(error instanceof OwnServerError ? error.message : 'It could not be asked.');
  }
}

/** @throws OwnServerError where it is none that can be said */
function textOf({ status, body }: ServerAnswer): string {
  if (status !== 200) throw new OwnServerError(`It answered with status ${status}.`);
  const reply = orderReply.safeParse(jsonOf(body));
  if (!reply.success)
    throw new OwnServerError(
      `It answered with no {"text": "…"} in JSON, of 1 to ${orderReplyLimits.chars.toLocaleString('en')} characters.`,
    );
  const text = cleanText(reply.data.text).trim();
  if (!visible.test(text)) throw new OwnServerError('It answered with a text in which nothing can be seen.');
  return text;
}

const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

function jsonOf(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

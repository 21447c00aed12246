import { unavailableSentence, type WireError, wireError } from '@frontdesk/protocol';
import type * as z from 'zod/mini';

/** A refusal by the gateway, or its absence (`unavailable`), as the code and sentence that a customer may see. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly wire: WireError;

  constructor(wire: WireError, options?: { cause?: unknown }) {
    super(wire.message, options);
    this.wire = wire;
  }
}

/** Lets pass what the gateway refused, or did not answer. @throws whatever else went wrong: a mistake of ours */
export function throwUnlessRefusal(error: unknown): asserts error is GatewayError {
  if (!(error instanceof GatewayError)) throw error;
}

/** The error of a request that never reached the gateway or got no answer. */
export const unavailable: WireError = { code: 'unavailable', message: unavailableSentence };
/** A file that is not there any more. The chat has a text of its own for it. */
export const fileGone: WireError = { code: 'attachment_unknown', message: '' };

/** A request that got lost on its way is made again, in place of a chat that waits for it as long as the browser does. */
const answeredWithinMs = 20_000;

/**
 * Posts JSON and parses the answer.
 * @param token of the visitor, where the address wants one
 * @throws {GatewayError} the gateway's own error, or `unavailable` when there was no answer that could be understood.
 */
export async function postToGateway<Schema extends z.ZodMiniType>(
  url: string,
  body: unknown,
  schema: Schema,
  token?: string,
): Promise<z.output<Schema>> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      credentials: 'omit',
      signal: AbortSignal.timeout(answeredWithinMs),
    });
    answer = await response.json();
  } catch (cause) {
    throw new GatewayError(unavailable, { cause });
  }
  if (!response.ok) throw new GatewayError(toWireError(answer));
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new GatewayError(unavailable, { cause: parsed.error });
  return parsed.data;
}

/** Reads a coded error out of anything: an HTTP body (`{ error: … }` or the error itself), or the data of a refused handshake. */
export function toWireError(value: unknown): WireError {
  const inner = typeof value === 'object' && value !== null && 'error' in value ? value.error : value;
  const parsed = wireError.safeParse(inner);
  return parsed.success ? parsed.data : unavailable;
}

import { CodedError } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyReply } from 'fastify';

/** A client went before it had its reply: nobody hears of it, and nothing was refused. */
export class HungUp extends CodedError {
  constructor() {
    super('unavailable');
  }
}

/**
 * Watches whether a client waits for its reply.
 * @param stop what to do when it goes before that is finished; not when the gateway stops, since the answer goes on then and
 *   the client may come back for it
 * @returns aborted when nobody is waited for any more: the client has gone (its reason is {@link HungUp}), or the gateway stops
 */
export function whileConnected(
  reply: FastifyReply,
  { stopping, logger }: { stopping: AbortSignal; logger: Logger },
  stop: () => Promise<unknown>,
): AbortSignal {
  const over = new AbortController();
  // Not `AbortSignal.any`: `stopping` would keep something of each client for as long as the process lives.
  const onStop = () => over.abort(stopping.reason);
  const onClose = () => {
    stopping.removeEventListener('abort', onStop);
    over.abort(new HungUp());
    if (reply.raw.writableFinished || stopping.aborted) return;
    stop().catch((error: unknown) => logger.error({ error }, 'an answer that nobody waits for was not stopped'));
  };
  if (stopping.aborted) onStop();
  // It may have gone while its message was being stored.
  if (reply.raw.closed) onClose();
  else {
    stopping.addEventListener('abort', onStop);
    reply.raw.on('close', onClose);
  }
  return over.signal;
}

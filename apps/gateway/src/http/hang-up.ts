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
  const gone = new AbortController();
  const onClose = () => {
    gone.abort(new HungUp());
    if (reply.raw.writableFinished || stopping.aborted) return;
    stop().catch((error: unknown) => logger.error({ error }, 'an answer that nobody waits for was not stopped'));
  };
  // It may have gone while its message was being stored.
  if (reply.raw.closed) onClose();
  else reply.raw.on('close', onClose);
  return AbortSignal.any([gone.signal, stopping]);
}

import { CodedError, type Result, type WireError } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { Socket } from 'socket.io';
import type { z } from 'zod/mini';
import type { RateLimits } from '../access/rate-limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { parseRequest } from '../parse-request.ts';
import { refusal } from '../refusal.ts';
import { connectionId } from './connection-id.ts';
import { malformedEvent, oversizedEvent } from './limited-parser.ts';

type Schemas = Record<string, z.ZodMiniType>;
/**
 * Answers one kind of request by calling `reply` once; what it throws becomes the answer instead.
 * `reply` may be called in the middle of the work, where the place of the answer among other packets matters.
 */
export type Handlers<Requests extends Schemas> = {
  [Name in keyof Requests]: (request: z.infer<Requests[Name]>, reply: (data: unknown) => void) => Promise<void>;
};

export interface AnswerOptions<Requests extends Schemas> {
  schemas: Requests;
  handlers: Handlers<Requests>;
  /** Refuses what the asker may not do, by throwing: by the event alone before anything is parsed, then by the request. */
  authorize?: {
    event(event: keyof Requests): void;
    request(request: unknown): Promise<void>;
  };
  /** Tells of an error where the request has no acknowledgement. */
  problem: (error: WireError) => void;
  limits: RateLimits;
  /** Of a customer: limits count by it, too. */
  address?: string;
  metrics: GatewayMetrics;
  logger: Logger;
}

/**
 * Answers all that a socket asks: every payload is parsed, every failure becomes a coded answer, and none of them ends
 * the connection.
 */
export function answerRequests<Requests extends Schemas>(socket: Socket, options: AnswerOptions<Requests>): void {
  const { schemas, handlers, problem, limits, address, authorize } = options;

  socket.onAny(async (event: string, ...args: unknown[]) => {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (result: Result<unknown>) => void) : null;
    try {
      await limits.request(connectionId(socket), address);
      if (event === oversizedEvent) throw new CodedError('request_too_large');
      if (event === malformedEvent) throw new CodedError('bad_request');
      const schema = Object.hasOwn(schemas, event) ? schemas[event] : undefined;
      if (!schema) throw new CodedError('bad_request', { message: 'There is no request of this name.' });
      authorize?.event(event);
      const request = parseRequest(schema, ack === args[0] ? undefined : args[0]);
      await authorize?.request(request);
      await handlers[event as keyof Requests](request as never, (data) => ack?.({ ok: true, data }));
    } catch (error) {
      const wire = refusal(error, options).toWire();
      if (ack) ack({ ok: false, error: wire });
      else problem(wire);
    }
  });
}

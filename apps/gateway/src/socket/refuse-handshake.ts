import type { Logger } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import { toWireError } from './answer-requests.ts';

/** Ends a handshake: the client gets a `connect_error` whose `data` is the coded error. */
export function refuseHandshake(
  error: unknown,
  next: (error: Error) => void,
  { metrics, logger }: { metrics: GatewayMetrics; logger: Logger },
): void {
  const wire = toWireError(error, logger);
  metrics.refused(wire.code);
  next(Object.assign(new Error(wire.message), { data: wire }));
}

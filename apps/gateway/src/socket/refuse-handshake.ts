import type { Logger } from '@frontdesk/telemetry';
import type { GatewayMetrics } from '../metrics.ts';
import { refusal } from '../refusal.ts';

/** Ends a handshake: the client gets a `connect_error` whose `data` is the coded error. */
export function refuseHandshake(
  error: unknown,
  next: (error: Error) => void,
  options: { metrics: GatewayMetrics; logger: Logger },
): void {
  const wire = refusal(error, options).toWire();
  next(Object.assign(new Error(wire.message), { data: wire }));
}

import type { MeasuredTimes } from '../messages/measured-times.ts';
import type { GatewayMetrics } from '../metrics.ts';

/**
 * Measures the gateway TTFT: from this gateway's receipt of a message to the first words that pass through here. The
 * gateway that received the message measures, whichever one holds the customer's socket: one clock, one figure.
 */
export class FirstWords {
  readonly #received = new Map<string, number>();
  readonly #times: MeasuredTimes;
  readonly #metrics: GatewayMetrics;

  constructor({ times, metrics }: { times: MeasuredTimes; metrics: GatewayMetrics }) {
    this.#times = times;
    this.#metrics = metrics;
  }

  /** @param receivedAtMs by `performance.now()` */
  expect(generationId: string, receivedAtMs: number): void {
    this.#received.set(generationId, receivedAtMs);
  }

  /** Words of this answer were relayed; only the first call counts. */
  told(generationId: string): void {
    const receivedAtMs = this.#received.get(generationId);
    if (receivedAtMs === undefined) return;
    this.#received.delete(generationId);
    const ttftMs = performance.now() - receivedAtMs;
    this.#metrics.ttft.observe(ttftMs / 1000);
    this.#times.note(generationId, { gatewayTtftMs: ttftMs });
  }

  /** Gives up on answers that were received before `oldestMs`: they ended without words. */
  forget(oldestMs: number): void {
    for (const [generationId, receivedAtMs] of this.#received) {
      if (receivedAtMs < oldestMs) this.#received.delete(generationId);
    }
  }
}

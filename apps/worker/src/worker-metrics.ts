import { createMetrics } from '@frontdesk/telemetry';

/** What a worker counts; `/metrics` exposes it. */
export function createWorkerMetrics({ running }: { running: () => number }) {
  const metrics = createMetrics('worker');
  const gauge = metrics.gauge('running', 'Answers in the making');
  return {
    contentType: metrics.contentType,
    tokens: metrics.counter('tokens_total', 'Tokens generated'),
    steps: metrics.counter('steps_total', 'Times that the engine handed over new tokens'),
    answers: metrics.counter('answers_total', 'Answers that left this worker', ['outcome']),
    prefill: metrics.latency('prefill_seconds', 'Claim to the first token'),
    firstText: metrics.latency('first_text_seconds', 'Claim to the first stored text'),
    flush: metrics.latency('flush_seconds', 'Storing the words of one flush'),
    retries: metrics.counter('store_retries_total', 'Flushes that had to be stored again'),
    expose: () => {
      gauge.set(running());
      return metrics.expose();
    },
  };
}
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

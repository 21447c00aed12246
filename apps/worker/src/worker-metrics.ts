import type { EngineStats, StepReport } from '@frontdesk/engine';
import { createMetrics } from '@frontdesk/telemetry';

/** What a worker counts; `/metrics` exposes it. `engine` gives nothing until the model is loaded. */
export function createWorkerMetrics({
  running,
  engine = () => undefined,
}: {
  running: () => number;
  engine?: () => EngineStats | undefined;
}) {
  const metrics = createMetrics('worker');
  const gauge = metrics.gauge('num_requests_running', 'Answers in the making');
  const step = metrics.latency('step_seconds', 'A run of the model, and the sampling after it', ['kind']);
  const stepTokens = metrics.counter('step_tokens_total', 'Tokens that the model has read', ['kind']);
  const exposeEngine = createEngineMetrics(metrics);
  return {
    contentType: metrics.contentType,
    tokens: metrics.counter('generation_tokens_total', 'Tokens generated'),
    promptTokens: metrics.counter('prompt_tokens_total', 'Tokens of the prompts of answers that ended here'),
    steps: metrics.counter('steps_total', 'Times that the engine handed over new tokens'),
    answers: metrics.counter('answers_total', 'Answers that left this worker', ['outcome']),
    good: metrics.counter('good_answers_total', 'Answers that met every target, as far as is seen from here'),
    queueTime: metrics.latency('request_queue_time_seconds', 'Receipt at the gateway to the first claim'),
    prefill: metrics.latency('request_prefill_time_seconds', 'Claim to the first token, retrieval included'),
    firstText: metrics.latency('request_first_text_time_seconds', 'First token to the first stored text'),
    decode: metrics.latency('request_decode_time_seconds', 'Decoding, by the engine’s clock'),
    tpot: metrics.latency(
      'request_time_per_output_token_seconds',
      'TPOT: (end - first text) / (tokens - 1), per answer',
    ),
    endToEnd: metrics.latency('e2e_request_latency_seconds', 'Receipt at the gateway to the end of the answer'),
    retrieval: metrics.latency('retrieval_seconds', 'Looking a question up in the passages of its site'),
    flush: metrics.latency('flush_seconds', 'Storing the words of one flush'),
    retries: metrics.counter('store_retries_total', 'Flushes that had to be stored again'),
    countStep: ({ kind, tokens, ms }: StepReport) => {
      step.observe({ kind }, ms / 1_000);
      stepTokens.inc({ kind }, tokens);
    },
    expose: () => {
      gauge.set(running());
      const stats = engine();
      if (stats) exposeEngine(stats);
      return metrics.expose();
    },
  };
}
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

/**
 * The engine keeps its own totals: counters are brought up to them when they are read. Totals that have begun anew, as they do
 * after warming and with another engine, count from nothing.
 */
function createEngineMetrics(metrics: ReturnType<typeof createMetrics>): (stats: EngineStats) => void {
  const running = metrics.gauge('sequences_running', 'Sequences that have a slot of the engine');
  const waiting = metrics.gauge('sequences_waiting', 'Sequences that wait for a slot');
  const bytes = metrics.gauge('prefix_cache_bytes', 'Memory of kept prefixes');
  const pinned = metrics.gauge('prefix_cache_pinned_blocks', 'Blocks of published prompts, which nothing evicts');
  const totals = {
    askedTokens: metrics.counter('prefix_cache_queries_total', 'Prompt tokens that were looked up'),
    hitTokens: metrics.counter('prefix_cache_hits_total', 'Prompt tokens that were found and not read again'),
    evictedBlocks: metrics.counter('prefix_cache_evicted_blocks_total', 'Blocks that made room for others'),
  };
  const seen = { askedTokens: 0, hitTokens: 0, evictedBlocks: 0 };
  const saved = metrics.gauge('prefix_cache_saved_seconds', 'Time that reading the found tokens would have taken');
  return ({ prefix, ...sequences }) => {
    running.set(sequences.running);
    waiting.set(sequences.waiting);
    bytes.set(prefix.bytes);
    pinned.set(prefix.pinnedBlocks);
    saved.set(prefix.savedMs / 1_000);
    for (const total of Object.keys(seen) as (keyof typeof seen)[]) {
      const now = prefix[total];
      totals[total].inc(now < seen[total] ? now : now - seen[total]);
      seen[total] = now;
    }
  };
}

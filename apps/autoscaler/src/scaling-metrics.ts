import type { ScalingDecision, ServiceLoad } from '@frontdesk/database';
import type { Reason } from '@frontdesk/scaling';
import { createMetrics } from '@frontdesk/telemetry';

const reasons = ['queue', 'ttft', 'calm', 'limits'] as const satisfies readonly Reason[];

/** What an autoscaler shows; names begin with `frontdesk_autoscaler_`. */
export function createScalingMetrics() {
  const metrics = createMetrics('autoscaler');
  const wanted = metrics.gauge('workers_wanted', 'Workers that there should be.');
  const reason = metrics.gauge('wanted_reason', '1 for why there should be so many, 0 for the others.', ['reason']);
  const waiting = metrics.gauge('num_requests_waiting', 'Answers that wait for a worker.');
  const running = metrics.gauge('num_requests_running', 'Answers in the making.');
  const workers = metrics.gauge('workers', 'Workers that are alive, by state.', ['state']);
  const ttft = metrics.gauge('ttft_p99_seconds', 'From receipt to the first stored text, 99th percentile of 10 s.');
  return {
    contentType: metrics.contentType,
    expose: () => metrics.expose(),
    decisions: metrics.counter('decisions_total', 'Changes that this process decided.', ['reason']),
    failures: metrics.counter('failed_looks_total', 'Looks at the database that failed.'),
    lookSeconds: metrics.latency('look_seconds', 'A look, and the decision if there was one.'),
    show(load: ServiceLoad, decision: ScalingDecision | undefined): void {
      waiting.set(load.waiting);
      running.set(load.running);
      workers.set({ state: 'ready' }, load.ready);
      workers.set({ state: 'starting' }, load.starting);
      ttft.set(load.ttftP99Ms === null ? Number.NaN : load.ttftP99Ms / 1_000);
      if (!decision) return;
      wanted.set(decision.wanted);
      for (const one of reasons) reason.set({ reason: one }, one === decision.reason ? 1 : 0);
    },
  };
}

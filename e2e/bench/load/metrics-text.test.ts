import { expect, it } from 'vitest';
import { parseMetrics } from './metrics-text.ts';

const metrics = parseMetrics(`# HELP frontdesk_worker_step_seconds A run of the model
# TYPE frontdesk_worker_step_seconds histogram
frontdesk_worker_step_seconds_bucket{le="0.01",kind="decode"} 3
frontdesk_worker_step_seconds_sum{kind="decode"} 1.25
frontdesk_worker_step_seconds_sum{kind="chunk"} 0.5
frontdesk_gateway_refusals_total{code="rate_limited",channel="a \\"b\\""} 2
nodejs_eventloop_lag_p99_seconds 0.0112 1700000000000
frontdesk_worker_prefix_cache_bytes 1.5e+6
`);

it('a figure is found by its name and labels', () => {
  expect(metrics.total('frontdesk_worker_step_seconds_sum', { kind: 'decode' })).toBe(1.25);
  expect(metrics.total('frontdesk_gateway_refusals_total', { code: 'rate_limited' })).toBe(2);
  expect(metrics.total('nodejs_eventloop_lag_p99_seconds')).toBe(0.0112);
  expect(metrics.total('frontdesk_worker_prefix_cache_bytes')).toBe(1_500_000);
});

it('without labels all are added, and what is not there is nothing', () => {
  expect(metrics.total('frontdesk_worker_step_seconds_sum')).toBe(1.75);
  expect(metrics.total('frontdesk_worker_step_seconds_sum', { kind: 'other' })).toBe(0);
  expect(metrics.total('missing')).toBe(0);
});

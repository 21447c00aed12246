import { expect, test } from 'vitest';
import { createMetrics, latencyBucketsSeconds } from './metrics.ts';

test('the promise of 2 s is an edge of every latency histogram', async () => {
  const metrics = createMetrics('test');
  metrics.latency('ttft_seconds', 'Time to first text.').observe(2);
  expect(latencyBucketsSeconds).toContain(2);
  expect(await metrics.expose()).toContain('frontdesk_test_ttft_seconds_bucket{le="2"} 1');
});

test('a latency that is not in seconds is a bug', () => {
  expect(() => createMetrics('test').latency('ttft_ms', '')).toThrow('ttft_ms');
});

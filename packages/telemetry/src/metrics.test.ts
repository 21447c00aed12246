import { promise } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { createMetrics, latencyBucketsSeconds } from './metrics.ts';

test('what is promised is an edge of every latency histogram: counted, never interpolated', async () => {
  const metrics = createMetrics('test');
  const latency = metrics.latency('ttft_seconds', 'Time to first text.');
  for (const promisedMs of [promise.ttftP99Ms, promise.itlP99Ms, promise.tpotP99Ms]) {
    expect(latencyBucketsSeconds).toContain(promisedMs / 1_000);
    latency.observe(promisedMs / 1_000);
  }
  const text = await metrics.expose();
  expect(text).toContain('frontdesk_test_ttft_seconds_bucket{le="0.2"} 1');
  expect(text).toContain('frontdesk_test_ttft_seconds_bucket{le="0.5"} 2');
  expect(text).toContain('frontdesk_test_ttft_seconds_bucket{le="2"} 3');
});

test('a latency that is not in seconds is a bug', () => {
  expect(() => createMetrics('test').latency('ttft_ms', '')).toThrow('ttft_ms');
});

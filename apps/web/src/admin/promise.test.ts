import type { ServiceMetrics } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { judgePromise } from './promise.ts';

function metrics(clientTtftMs: ServiceMetrics['clientTtftMs']): ServiceMetrics {
  return {
    at: '2026-03-18T12:00:00.000Z',
    windowMs: 900_000,
    targetTtftMs: 2_000,
    clientTtftMs,
    gatewayTtftMs: { p50: null, p95: null, p99: null, count: 0 },
    queueDepth: 0,
    running: 0,
    workersReady: 1,
    tokensPerSecond: 0,
    answers: { done: 0, failed: 0 },
  };
}

test('without an answer nothing is claimed', () => {
  expect(judgePromise(metrics({ p50: null, p95: null, p99: null, count: 0 })).verdict).toBe('no-data');
});

test('exactly on the target is kept', () => {
  expect(judgePromise(metrics({ p50: 300, p95: 900, p99: 2_000, count: 1 }))).toEqual({
    verdict: 'kept',
    headline: 'Promise kept',
    detail: 'First words inside 2 s at p99, over 1 answer in 15 min.',
  });
});

test('beyond the target is broken, whatever the median says', () => {
  const verdict = judgePromise(metrics({ p50: 300, p95: 900, p99: 2_001, count: 1_204 }));
  expect(verdict.verdict).toBe('broken');
  expect(verdict.detail).toContain('2.00 s at p99, not 2 s: 1,204 answers');
});

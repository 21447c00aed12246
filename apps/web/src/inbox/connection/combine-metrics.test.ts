import { noMessages, type ServiceMetrics } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { combineMetrics } from './combine-metrics.ts';

const stages = { gateway: 0, queue: 0, prefill: 0, firstToken: 0, relay: 0, network: 0 };
const none = { p50: null, p95: null, p99: null, count: 0 };
const quiet: ServiceMetrics = {
  ...{ at: '2026-03-18T12:00:00.000Z', targetTtftMs: 2_000, windowMs: 900_000, goodputPerSecond: 0 },
  ...{ queueDepth: 0, running: 0, expectedWaitMs: 3_000, workersReady: 2, tokensPerSecond: 50 },
  ...{ clientTtftMs: none, gatewayTtftMs: none, messages: noMessages, stageMs: stages, lateStageMs: stages },
  budget: { windowMs: 2_592_000_000, availability: 1, left: 1 },
};
const measured = { p50: 200, p95: 300, p99: 400, count: 10 };
const busy: ServiceMetrics = {
  ...{ ...quiet, queueDepth: 3, running: 2, clientTtftMs: measured, goodputPerSecond: 1 },
  messages: { ...noMessages, answered: 10, inTime: 7 },
  lateStageMs: { ...stages, queue: 3_000 },
};

test('no site has no figures, and one its own', () => {
  expect(combineMetrics([])).toBeNull();
  expect(combineMetrics([busy])).toBe(busy);
});

test('what waits, runs and was answered adds up; the workers and the wait are everybody’s', () => {
  expect(combineMetrics([quiet, busy, busy])).toMatchObject({
    ...{ queueDepth: 6, running: 4, goodputPerSecond: 2, workersReady: 2, expectedWaitMs: 3_000 },
    messages: { answered: 20, inTime: 14 },
    budget: { availability: null, left: null },
  });
});

test('percentiles are told where one site alone has some', () => {
  expect(combineMetrics([quiet, busy])?.clientTtftMs).toEqual(measured);
  expect(combineMetrics([busy, busy])?.clientTtftMs).toEqual({ ...none, count: 20 });
});

test('what took the late ones longest is told as if they had been one site’s', () => {
  const slow = {
    ...busy,
    messages: { ...noMessages, answered: 9, inTime: 0 },
    lateStageMs: { ...stages, prefill: 4_000 },
  };
  expect(combineMetrics([busy, slow, quiet])?.lateStageMs).toMatchObject({ queue: 750, prefill: 3_000 });
});

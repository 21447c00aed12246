import { expect, it } from 'vitest';
import { chaosFigures } from '../figures.ts';
import type { ChaosReport } from '../report.ts';
import type { ChaosEvent } from '../schedule.ts';
import { message } from '../testing/answers.ts';
import { chaosPage } from './page.ts';

const killed: ChaosEvent = { kind: 'worker-killed', worker: 2, atSeconds: 30 };
const restarted: ChaosEvent = { kind: 'database-restarted', atSeconds: 60 };
const parts = { leaseMs: 0, sweepMs: 401, claimMs: 52, prefillMs: 703, toldMs: 104 };
const gaps: ChaosReport['gaps'] = [
  { event: killed, generationId: 'a', gapMs: 1_260, parts, atSeconds: 70 },
  { event: killed, generationId: 'b', gapMs: Number.POSITIVE_INFINITY, parts: null, atSeconds: 70 },
  { event: restarted, generationId: 'c', gapMs: 900, parts: null, atSeconds: 100 },
];
const struck: ChaosReport['struck'] = [
  { event: killed, atMs: 70_000, caught: [{ generationId: 'a', epoch: 1, leaseLeftMs: 3_000 }], readyMs: 4_000 },
  { event: restarted, atMs: 100_000, caught: [], readyMs: 700 },
];
const problems: ChaosReport['problems'] = [{ kind: 'torn', what: 'answer b: <token> 4' }];

const page = chaosPage({
  ...{ at: '2026-01-02T03:04:05.000Z', machine: '2 × a processor & more', loadBefore: 0.1 },
  settings: { users: 60, seconds: 600, thinkSeconds: 40, tokens: 45, workers: 2, seed: 1, redis: false },
  figures: chaosFigures({ workers: 2, messages: [message()], problems, struck, gaps }),
  ...{ misses: ['torn 1, wanted at most 0'], problems, struck, gaps },
  messages: [{ atSeconds: 12, opens: true, outcome: 'answered', ttftMs: 300, e2eMs: 900 }],
  queue: [{ atSeconds: 0, queued: 1, running: 2 }],
  cores: [{ atSeconds: 2, cores: { gateway: 0.4 } }],
});

it('needs nothing from elsewhere, and takes words as text', () => {
  expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|\burl\(|@import|\ssrc=|\shref=/);
  expect(page).toContain('2 × a processor &#38; more');
  expect(page).toContain('&#60;token&#62; 4');
  expect(page).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)/);
});

it('has four charts, each with what happened when', () => {
  const charts = page.match(/<svg viewBox="0 0 640[\s\S]*?<\/svg>/g) ?? [];
  expect(charts).toHaveLength(4);
  for (const chart of charts) {
    expect(chart.match(/<line class="event"/g)).toHaveLength(2);
    expect(chart).toContain('>worker 2 killed</text>');
  }
});

it('shows every silence, those without end too', () => {
  const [, chart = ''] = page.match(/<svg viewBox="0 0 640[\s\S]*?<\/svg>/g) ?? [];
  expect(chart.match(/<circle class="kept"/g)).toHaveLength(2);
  expect(chart.match(/<circle class="late"/g)).toHaveLength(1);
  expect(chart).toContain('worker 2 killed: for ever');
});

it('tells how a take-over adds up', () => {
  expect(page).toContain('<td>1,260</td><td>0</td><td>401</td><td>52</td><td>703</td><td>104</td>');
});

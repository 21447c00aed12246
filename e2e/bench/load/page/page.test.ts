import { describe, expect, it } from 'vitest';
import { medianOf } from '../judge.ts';
import type { LoadReport } from '../report.ts';
import { reportOf } from '../report.ts';
import { answered, measured, row, unanswered } from '../testing/measured.ts';
import { histogram } from './charts.ts';
import { reportPage } from './page.ts';

const run = reportOf(
  measured({
    sent: [
      answered({ atMs: 71_000, ttftMs: 250 }),
      answered({ atMs: 80_000, ttftMs: 2_100 }),
      answered({ atMs: 90_000, ttftMs: 30_000 }),
      { ...unanswered('refused'), atMs: 91_000, code: 'rate_limited' },
    ],
    rows: new Map([['g', row({ receivedAtMs: 72_500, startedAtMs: 73_500, finishedAtMs: 75_500 })]]),
    usage: [{ atMs: 72_000, cores: { gateway: 0.4, 'worker-1': 1.3, '<b>': 0.1 } }],
  }),
);

const report: LoadReport = {
  ...{ at: '2026-01-02T03:04:05.000Z', machine: '2 × a processor & more', loadBefore: 0.1 },
  profiles: [{ runs: [run, run], median: medianOf([run.figures, run.figures]), misses: ['TTFT p99 ∞ ms'] }],
  searches: [{ profile: 'engine', design: 'batched', held: 150, broken: 165, isComplete: true, runs: [run] }],
};

describe('the page', () => {
  const page = reportPage(report);

  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|\burl\(|@import|\ssrc=|\shref=/);
  });

  it('has four charts of each run, for light and dark', () => {
    expect(page.match(/<svg viewBox="0 0 640/g)).toHaveLength(3 * 4);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)/);
  });

  it('shows every message, those without an answer too, and the line of 2 s', () => {
    const [chart = ''] = /<svg viewBox="0 0 640[\s\S]*?<\/svg>/.exec(page) ?? [];
    expect(chart.match(/<circle class="kept"/g)).toHaveLength(1);
    expect(chart.match(/<circle class="late"/g)).toHaveLength(1);
    expect(chart).toContain('<path class="late"');
    expect(chart).toContain('21.0 s: rate_limited');
    expect(chart).toContain('>2 s</text>');
  });

  it('takes names as text', () => {
    expect(page).toContain('&#60;b&#62;');
    expect(page).toContain('2 × a processor &#38; more');
    expect(page).not.toContain('<b>');
  });

  it('says what a search found', () => {
    expect(page).toContain('Held for 150 users, broken at 165.');
  });
});

it('times count in steps, the longest and those without end in the last', () => {
  const bars = histogram([0, 99, 100, 299, 5_000, Number.POSITIVE_INFINITY], { stepMs: 100, toMs: 300 });
  expect(bars).toEqual([
    { fromMs: 0, count: 2 },
    { fromMs: 100, count: 1 },
    { fromMs: 200, count: 3 },
  ]);
});

it('times of a report count from the beginning of the window', () => {
  expect(run.messages.map(({ atSeconds }) => atSeconds)).toEqual([1, 10, 20, 21]);
  expect(run.queue.slice(0, 6).map(({ queued, running }) => [queued, running])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
  expect(run.queue).toHaveLength(181);
});

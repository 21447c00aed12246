import { describe, expect, it } from 'vitest';
import { figuresOf, ttftP99OverTime } from './figures.ts';
import type { Message } from './message.ts';
import { simulationPage } from './page.ts';
import { type Pattern, patterns } from './patterns.ts';
import { runPattern } from './run-pattern.ts';
import { loadServiceTimes } from './service-times.ts';
import { gains, tableRows } from './table.ts';

const message = (sentMs: number, ttft: number, changes: Partial<Message> = {}): Message => ({
  ...{ conversation: 'a', sentMs, historyTokens: 100, newTokens: 10, steps: 5, forcedTokens: 0, lookUpMs: 0 },
  ...{ cachedTokens: 80, firstMs: sentMs + ttft, endedMs: sentMs + ttft + 100, outcome: 'answered' },
  ...changes,
});
const sample = (atMs: number, ready: number) => ({ atMs, ready, wanted: ready, waiting: 0, running: 0 });

describe('figures', () => {
  const messages = [
    message(500, 9_000),
    message(1_000, 100),
    message(2_000, 2_000),
    message(3_000, 300, { cachedTokens: 20 }),
    message(3_500, 0, { outcome: 'refused', cachedTokens: 0 }),
  ];

  it('are those of the window; who had no answer waits for ever', () => {
    const run = { messages, samples: [sample(0, 9), sample(1_000, 2), sample(2_000, 3)] };
    expect(figuresOf([run], { fromMs: 1_000, untilMs: 4_000 })).toEqual({
      ...{ messages: 4, ttftP50Ms: 300, ttftP99Ms: Number.POSITIVE_INFINITY, lateShare: 0.5 },
      ...{ refused: 1, expired: 0, mostWorkers: 3, averageWorkers: 2.5, cachedShare: 0.45 },
    });
  });

  it('over time they look back', () => {
    expect(ttftP99OverTime(messages, [0, 1_000, 2_500, 3_400, 9_000], 1_000)).toEqual([
      Number.NaN,
      9_000,
      2_000,
      300,
      Number.NaN,
    ]);
  });
});

describe('the page', () => {
  const small: Pattern = {
    ...(patterns[0] as Pattern),
    ...{ name: 'small & short', seconds: 60, usersAt: () => 30, losses: [20] },
  };
  const ran = runPattern(small, loadServiceTimes('nowhere'));
  const page = simulationPage({ at: '2026-01-02T03:04:05.000Z', source: 'a <machine>', patterns: [ran] });

  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|\burl\(|@import|\ssrc=|\shref=/);
  });

  it('has four charts of each pattern, and the line of 2 s', () => {
    expect(page.match(/<svg viewBox="0 0 640/g)).toHaveLength(4);
    expect(page).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)/);
    expect(page).toContain('>2 s</text>');
    expect(page).toContain('affinity, autoscaled: wanted');
  });

  it('takes names as text', () => {
    expect(page).toContain('small &#38; short');
    expect(page).toContain('a &#60;machine&#62;');
  });

  it('compares pulling with affinity', () => {
    expect(tableRows(ran).map(([name]) => name)).toEqual([
      ...['', 'pulling, 2 workers', 'affinity, 2 workers', 'pulling, autoscaled', 'affinity, autoscaled'],
    ]);
    const [fixed, autoscaled] = gains(ran);
    expect(fixed).toMatch(/^pulling \/ affinity, 2 workers: TTFT p50 \d+\.\d\d, p99 \d+\.\d\d$/);
    expect(autoscaled).toMatch(/^pulling \/ affinity, autoscaled: .*, workers \d\.\d\d$/);
  });
});

it('the patterns are what they say', () => {
  const users = (name: string, ...seconds: number[]) => {
    const pattern = patterns.find((one) => one.name === name);
    return seconds.map((second) => Math.round(pattern?.usersAt(second) ?? 0));
  };
  expect(users('steady', 0, 300, 599)).toEqual([200, 200, 200]);
  expect(users('daily', 0, 720, 1_440)).toEqual([20, 500, 20]);
  expect(users('spike', 0, 120, 135, 150, 389, 405, 420, 719)).toEqual([200, 200, 500, 800, 800, 500, 200, 200]);
});

// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { AnalyticsPage } from './analytics-page.tsx';

// It looks at the screen as soon as it is loaded, and jsdom has none.
vi.mock('uplot', () => ({ default: class {} }));

afterEach(() => {
  clearAdmin();
  vi.useRealTimers();
});

test('a page that is open past midnight goes on with the new day', async () => {
  const toFake = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
  vi.useFakeTimers({ now: new Date(2026, 2, 18, 23, 59), toFake: [...toFake] });
  const { asked } = await showAdmin(<AnalyticsPage />, {});
  const lastDays = () =>
    asked.flatMap((one) => {
      const [path, query] = one.split('?');
      return path?.endsWith('/analytics') ? [new URLSearchParams(query).get('to')] : [];
    });
  expect(lastDays()).toEqual(['2026-03-18']);
  await act(() => vi.advanceTimersByTimeAsync(120_000));
  expect(lastDays().at(-1)).toBe('2026-03-19');
});

const day = { conversations: 1, handedOver: 1, byPeople: 0, confirmed: 0, assumed: 0, notSolved: 0, open: 0 };
const analytics = {
  ...{ from: '2026-03-01', to: '2026-03-02', timeZone: 'UTC', days: [], topQuestions: [] },
  total: { ...day, visitorMessages: 1, botMessages: 0, agentMessages: 1 },
  feedback: { thumbsUp: 0, thumbsDown: 0, scores: [0, 0, 0, 0, 0] },
  people: { firstResponse: { count: 0, p50: null, p95: null }, resolution: { count: 0, p50: null, p95: null } },
  bot: { firstResponse: { count: 0, p50: null, p95: null }, resolution: { count: 0, p50: null, p95: null } },
  busiestHours: Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0)),
};

test.each([
  ['owner', true],
  ['admin', true],
  ['agent', false],
  ['viewer', false],
])('what single people did is asked for and shown to an %s: %s', async (role, isShown) => {
  const toFake = ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
  vi.useFakeTimers({ now: new Date(2026, 2, 18, 12), toFake: [...toFake] });
  const query = `from=2026-02-17&to=2026-03-18&timeZone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`;
  const { asked, page } = await showAdmin(<AnalyticsPage />, {
    'GET sites': [{ ...site, role }],
    'GET me': { userId: 'me', name: 'Ada', email: 'ada@example.com', isOwner: false },
    [`GET sites/${site.id}/analytics?${query}`]: analytics,
    [`GET sites/${site.id}/analytics/agents?${query}`]: { agents: [] },
  });
  expect(page.textContent).toContain('Busiest hours');
  expect(asked.some((one) => one.includes('/analytics/agents'))).toBe(isShown);
  expect(page.querySelector('[aria-label="People"]') !== null).toBe(isShown);
  expect(page.textContent?.includes('Nobody of the team answered in this time.')).toBe(isShown);
});

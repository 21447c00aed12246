// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
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

import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { DayMark } from './day-mark.tsx';

afterEach(() => vi.unstubAllEnvs());

test('a day is for machines what it is for people', () => {
  vi.stubEnv('TZ', 'Pacific/Auckland');
  const mark = renderToStaticMarkup(<DayMark at="2025-03-18T14:05:00.000Z" />);
  expect(mark).toContain('dateTime="2025-03-19">Wednesday, 19 March 2025<');
});

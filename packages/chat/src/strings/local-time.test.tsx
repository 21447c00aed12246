import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LocaleProvider } from '../components/locale.tsx';
import { DayRow } from '../components/log/day-row.tsx';
import { transcript } from '../log/transcript.ts';
import { loadLocale } from './languages.ts';
import { localTime } from './local-time.ts';

/** Another day than in UTC; a language that nobody else's formatters are kept for. */
const at = new Date('2025-03-18T14:05:00.000Z');
const locale = { ...(await loadLocale(['en'])), tag: 'en-NZ' };

beforeEach(() => vi.stubEnv('TZ', 'Pacific/Auckland'));
afterEach(() => vi.unstubAllEnvs());

test('a time is the reader’s', () => {
  expect(localTime(at)).toBe('2025-03-19T03:05');
  expect(localTime(new Date('2025-06-18T14:05:00.000Z'))).toBe('2025-06-19T02:05');
});

test('a day of the log is for machines what it is for people', () => {
  const row = renderToStaticMarkup(
    <LocaleProvider locale={locale}>
      <DayRow at={at.toISOString()} />
    </LocaleProvider>,
  );
  expect(row).toContain('<time dateTime="2025-03-19">19 March 2025</time>');
});

test('a transcript has the day in its name that it has in its title', () => {
  const { fileName, content } = transcript([], 'text', { siteName: 'Fernway', locale, now: at });
  expect(fileName).toBe('fernway-2025-03-19.txt');
  expect(content).toContain('19 Mar 2025');
});

import { expect, test } from 'vitest';
import { clockTime, dateTime } from './clock-time.ts';
import { localeOf } from './reader-locale.ts';

const evening = new Date(2026, 2, 18, 22, 38).toISOString();

test.each([
  ['en-US', 'March 18, 2026, 10:38 PM'],
  ['en', 'March 18, 2026, 10:38 PM'],
  ['en-GB', '18 March 2026, 22:38'],
  ['de-DE', '18 March 2026, 22:38'],
  ['ko', '18 March 2026, 10:38 pm'],
  ['', '18 March 2026, 22:38'],
])('in a browser in %j it is %s', (language, text) => {
  expect(dateTime(evening, localeOf(language)).replaceAll('\u00a0', ' ')).toBe(text);
});

test.each(['en-US', 'en-GB', 'en-AU'])('the clock is the one that customers see in the chat, in %s', (language) => {
  const chat = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  expect(clockTime(evening, localeOf(language))).toBe(chat.format(new Date(evening)));
});

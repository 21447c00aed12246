import { expect, test } from 'vitest';
import { ticketRequest } from './ticket-request.ts';

const languagesOf = (languages: unknown) => {
  const parsed = ticketRequest.safeParse({ siteKey: 'demo', languages });
  return parsed.success ? parsed.data.languages : 'refused';
};

test('the languages are a list, also where the page’s Prototype.js has made a text of it', () => {
  expect(languagesOf(['de', 'en'])).toEqual(['de', 'en']);
  expect(languagesOf('["de", "en"]')).toEqual(['de', 'en']);
  expect(languagesOf(undefined)).toBeUndefined();
  for (const wrong of ['de', '', '{}', '[1]', 'null', null, [1], { 0: 'de' }])
    expect([wrong, languagesOf(wrong)]).toEqual([wrong, 'refused']);
});

// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { AnsweringPage } from './answering-page.tsx';

afterEach(clearAdmin);

test('own words that can not be used any more are told of until they are others', async () => {
  const hello = { language: 'en', kind: 'greeting', text: 'Hello!', for: 'hello' };
  const replies = [
    { ...hello, id: 'hello', own: '{site} welcomes you!' },
    { ...hello, id: 'de/hello', language: 'de', own: null },
  ];
  const { page } = await showAdmin(<AnsweringPage />, {
    [`GET sites/${site.id}/answering`]: {
      ...{ mode: 'quote', caution: 'balanced', languages: ['en'], sampling: {}, usualSampling: {}, replies },
      problems: [{ id: 'hello', problem: 'begins alike' }],
    },
  });
  expect(page.textContent).toContain('begins alike');
  expect(page.querySelector('details')?.open).toBe(true);
  expect(page.textContent).not.toContain('Nothing was saved');
  const languages = page.querySelector<HTMLInputElement>('fieldset input:not([type=radio])');
  await type(languages, 'en, de');
  expect([...page.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(['English', 'German']);
  await type(languages, 'en, ja');
  expect(page.querySelectorAll('h3')).toHaveLength(0);
  expect(page.textContent).toContain('There are no replies in Japanese');
  await type(page.querySelector('textarea'), 'Welcome!');
  expect(page.textContent).not.toContain('begins alike');
});

// @vitest-environment jsdom
import { act } from 'react';
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

test('what is saved goes with what was there before, and others’ own words are shown then', async () => {
  const path = `sites/${site.id}/answering`;
  const reply = { id: 'hello', language: 'en', kind: 'greeting', text: 'Hello!', own: null, for: 'hello' };
  const loaded = {
    mode: 'quote',
    caution: 'balanced',
    languages: ['en'],
    sampling: {},
    usualSampling: {},
    problems: [],
  };
  const answers: Record<string, unknown> = {
    [`GET ${path}`]: { ...loaded, replies: [reply] },
    [`PUT ${path}`]: { problems: [] },
  };
  const sent: unknown[] = [];
  const { page } = await showAdmin(<AnsweringPage />, answers, (asked, body) => {
    if (asked !== `PUT ${path}`) return;
    sent.push(body);
    answers[`GET ${path}`] = { ...loaded, caution: 'careful', replies: [{ ...reply, own: 'Welcome!' }] };
  });
  await act(async () => page.querySelector<HTMLInputElement>('[name=caution]')?.click());
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  const before = { mode: 'quote', caution: 'balanced', languages: ['en'], replyTexts: {}, sampling: {} };
  const { sampling: _, ...shown } = before;
  expect(sent).toEqual([{ ...shown, caution: 'careful', before }]);
  expect(page.querySelector('textarea')?.value).toBe('Welcome!');
  expect(page.querySelector('[role=status]')?.textContent).toContain('Saved.');
});

test('own words that are too long stay whole, and are said to be', async () => {
  const path = `sites/${site.id}/answering`;
  const reply = { id: 'hello', language: 'en', kind: 'greeting', text: 'Hello!', own: null, for: 'hello' };
  const { asked, page } = await showAdmin(<AnsweringPage />, {
    [`GET ${path}`]: {
      ...{ mode: 'quote', caution: 'balanced', languages: ['en'], sampling: {}, usualSampling: {} },
      ...{ replies: [reply], problems: [] },
    },
  });
  const field = page.querySelector('textarea');
  expect(field?.maxLength).toBe(-1);
  await type(field, 'x'.repeat(301));
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  expect(page.querySelector('details')?.textContent).toContain('At most 300 characters.');
  expect(asked).not.toContain(`PUT ${path}`);
});

test('whoever goes back to a wording that it came with stays on the button, which then does nothing', async () => {
  const path = `sites/${site.id}/answering`;
  const reply = { id: 'hello', language: 'en', kind: 'greeting', text: 'Hello!', own: 'Welcome!', for: 'hello' };
  const loaded = {
    ...{ mode: 'quote', caution: 'balanced', languages: ['en'], sampling: {}, usualSampling: {}, problems: [] },
    replies: [reply],
  };
  const answers: Record<string, unknown> = { [`GET ${path}`]: loaded, [`PUT ${path}`]: { problems: [] } };
  const { page } = await showAdmin(<AnsweringPage />, answers, (asked) => {
    if (asked === `PUT ${path}`) answers[`GET ${path}`] = { ...loaded, replies: [{ ...reply, own: null }] };
  });
  const back = page.querySelector<HTMLButtonElement>('[aria-label^="Back to the wording"]');
  const status = () => page.querySelector('form [role=status]')?.textContent;
  await act(async () => back?.click());
  expect(page.querySelector('textarea')?.value).toBe('Hello!');
  expect(back?.getAttribute('aria-disabled')).toBe('true');
  expect(back?.disabled).toBe(false);
  await act(async () => page.querySelector<HTMLElement>('form [type=submit]')?.click());
  const said = status();
  expect(said).toContain('Saved.');
  await act(async () => back?.click());
  expect(status()).toBe(said);
});

import { errors } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { coded } from '../testing/scripted-gateway.ts';
import { errorText } from './error-text.ts';
import { chooseLanguage, type LanguageCode, languages, loadLocale } from './languages.ts';
import { retryText } from './retry-text.ts';
import { waitingText } from './waiting-text.ts';

const codes = Object.keys(languages) as LanguageCode[];
const en = await loadLocale(['en']);
const ar = await loadLocale(['ar']);

test.each([
  [['de-AT'], 'de', 'de-AT'],
  [['xx', 'fr-CA', 'en'], 'fr', 'fr-CA'],
  [[null, '', undefined, 'nl'], 'nl', 'nl'],
  [['not a tag!', 'pt_BR'], 'pt', 'pt-BR'],
  [['iw'], 'he', 'he'],
  [['EN-gb'], 'en', 'en-GB'],
  [['constructor'], 'en', 'en'],
  [[], 'en', 'en'],
])('of the wishes %j, %s', (wishes, code, tag) => {
  expect(chooseLanguage(wishes)).toEqual({ code, tag });
});

test.each(codes)('%s has every text, in its own words', async (code) => {
  const { strings } = await loadLocale([code]);
  const texts = (value: object): unknown[] =>
    Object.values(value).flatMap((one) => (typeof one === 'object' ? texts(one) : [one]));
  const all = texts(strings);
  for (const text of all) expect(typeof text === 'function' ? text(3) : text).toMatch(/^\S.*\S ?$/s);
  const counts = [strings.charactersLeft, strings.charactersTooMany];
  for (const count of counts) for (const number of [0, 1, 2, 3, 11, 100]) expect(count(number)).not.toContain('#');
  if (code === 'en') return;
  const own = all.filter((text, index) => text !== texts(en.strings)[index]);
  expect(own.length).toBeGreaterThan(0.9 * all.length);
});

test('English says errors as the protocol does; trying again is a button, but for a message that waits', () => {
  const { busy, ...errorsOfAll } = en.strings.errors;
  // The chat sends it by itself; nobody else's client is known to.
  expect(busy).toContain('Your message will be sent');
  for (const [code, sentence] of Object.entries(errorsOfAll)) {
    expect(sentence).toBe(errors[code as keyof typeof errors].sentence.replace(' Please try again.', ''));
  }
});

test('an error is said in the customer’s language, one that is newer than the chat as it came', () => {
  expect(errorText(ar.strings, coded('rate_limited'))).toBe(ar.strings.errors.rate_limited);
  expect(errorText(ar.strings, coded('internal'))).toBe(ar.strings.errors.internal);
  expect(errorText(ar.strings, { code: 'internal', message: 'Something new.' })).toBe('Something new.');
  expect(errorText(ar.strings, coded('sign_in_required'))).toBe('Please sign in.');
});

test('counts have their language’s forms', () => {
  expect([1, 2].map(en.strings.charactersLeft)).toEqual(['1 character left', '2 characters left']);
  expect([1, 2, 3, 11].map(ar.strings.waitingPlace)).toEqual([
    'شخص واحد قبلك',
    'شخصان قبلك',
    expect.stringMatching(/أشخاص قبلك$/),
    expect.stringMatching(/شخصًا قبلك$/),
  ]);
});

test('a wait is said in the language’s own units, rounded up', async () => {
  const de = await loadLocale(['de']);
  expect(waitingText(de, { place: 4, expectedWaitMs: 17_000 })).toBe('3 vor Ihnen · etwa 20 Sekunden');
  expect(waitingText(en, { place: 1, expectedWaitMs: 91_000 })).toBe('You are next · about 2 minutes');
  expect(waitingText(en, { place: 1, expectedWaitMs: 40 })).toBe('You are next · a few seconds');
  expect(waitingText(en, { place: 1, expectedWaitMs: null })).toBe('You are next');
});

test.each([
  ['en', 'Next try in 12 seconds.'],
  ['de', 'Nächster Versuch in 12 Sekunden.'],
  ['fr', 'Nouvel essai dans 12 secondes.'],
  ['es', 'Nuevo intento dentro de 12 segundos.'],
  ['pt', 'Nova tentativa em 12 segundos.'],
  ['nl', 'Volgende poging over 12 seconden.'],
  ['he', 'הניסיון הבא בעוד 12 שניות.'],
  ['ar', 'المحاولة التالية خلال 12 ثانية.'],
])('when a message is sent again, in %s', async (tag, text) => {
  expect(retryText(await loadLocale([tag]), 11_200)).toBe(text);
});

test.each([
  ['en', /try again/i],
  ['de', /versuch/i],
  ['fr', /r[ée]essa/i],
  ['es', /intent|inténte/i],
  ['pt', /tent[ae]/i],
  ['nl', /prob(?:e|ee)r/i],
  ['he', /נסות|ניסיון/],
  ['ar', /محاولة/],
])('beside the button that tries again no error asks for the same, or for it tomorrow, in %s', async (tag, asks) => {
  const { strings } = await loadLocale([tag]);
  expect(strings.tryAgain).toMatch(asks);
  expect(Object.values(strings.errors).filter((text) => asks.test(text))).toEqual([]);
});

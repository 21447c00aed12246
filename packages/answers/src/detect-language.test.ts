import { languageCode } from '@frontdesk/protocol';
import { eld } from 'eld/small';
import { expect, it } from 'vitest';
import { answeredLanguage, detectOtherLanguage } from './detect-language.ts';
import { handOverLanguages } from './replies/reply-list.ts';

it.each([
  ['Wie lange dauert der Versand?', 'de'],
  ['was kostet das', 'de'],
  ['Combien ça coûte ?', 'fr'],
  ['¿Cuánto cuesta?', 'es'],
  ['quiero hablar con una persona', 'es'],
  ['Quanto costa?', 'it'],
  ['kan ik retourneren', 'nl'],
  ['Ile to kosztuje?', 'pl'],
  ['Har ni öppet på söndag?', 'sv'],
  ['Сколько стоит доставка?', 'ru'],
  ['営業時間は?', 'ja'],
  ['可以退货吗', 'zh'],
  ['كم السعر؟', 'ar'],
  ['배송비 얼마예요?', 'ko'],
  ['Berapa biaya pengiriman ke Jakarta untuk paket kecil?', 'id'],
  ['Hvor mye koster frakten til Oslo?', 'no'],
])('%s is %s', (question, language) => {
  expect(detectOtherLanguage(question, ['en'])).toBe(language);
  expect(detectOtherLanguage(question, ['en', language])).toBeUndefined();
});

it.each([
  ['価格', 'zh'],
  ['가격?', 'ko'],
  ['كم', 'ar'],
])('%s is told by its script, most likely %s', (question, language) => {
  expect(detectOtherLanguage(question, ['en', 'de'])).toBe(language);
  expect(detectOtherLanguage(question, ['en', language])).toBeUndefined();
});

it('a script of a language that is answered tells nothing', () => {
  expect(detectOtherLanguage('価格', ['en', 'ja'])).toBeUndefined();
  expect(detectOtherLanguage('WiFi 価格', ['en'])).toBeUndefined();
});

it.each([
  ...['hi', 'ok', 'no', 'thx', 'wifi?', '???', '', 'refund pls', 'warranty', 'tires', 'asdfgh', 'r u human'],
  ...[
    'Bon appetit menu price?',
    'do u ship to france',
    'Does the Berlin store open on Monday?',
    'helo i hav a qestion',
  ],
])('%j may be English', (question) => {
  expect(detectOtherLanguage(question, ['en'])).toBeUndefined();
});

it.each([
  'jan.kowalski@gmail.com',
  'giuseppe.rossi@libero.it',
  'https://www.laden.example/produkte/blaue-vase',
  'www.negozio.example/prodotti/vaso-azzurro',
])('%s is an address, in no language', (address) => {
  expect(detectOtherLanguage(address, ['en'])).toBeUndefined();
  expect(detectOtherLanguage(`Wo ist mein Paket? ${address}`, ['en'])).toBe('de');
});

it('looks for addresses in an endless word at once', () => {
  const begun = performance.now();
  detectOtherLanguage('€'.repeat(20_000), ['en']);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

it.each([
  'reset password',
  'en suite?',
  'wedding venue',
  'espresso beans',
  'bouldering',
  'ladies day sauna',
  'layflat price',
  'gift voucher',
  'vegan menu',
  'pasta menu?',
  'bike rental tariff',
  'helmet hire',
  'beer garden',
  'root canal',
  'piano tuning',
  'prosecco',
  'halal meat',
  'kayak hire',
  'brake pads',
])('%j is too short to be another language than English', (question) =>
  expect(detectOtherLanguage(question, ['en'])).toBeUndefined(),
);

it.each([
  ['quanto costa', 'it'],
  ['horaires', 'fr'],
  ['aparcamiento', 'es'],
  ['envío gratis?', 'es'],
  ['wo seid ihr', 'de'],
  ['dove siete', 'it'],
  ['glutenfrei', 'de'],
  ['ücretsiz kargo', 'tr'],
])('%j is short, and %s all the same', (question, language) => {
  expect(detectOtherLanguage(question, ['en'])).toBe(language);
});

it.each(['wifi password', 'espresso martini', 'birthday cake', 'croissant'])('%j is what its site says', (question) => {
  expect(detectOtherLanguage(question, ['en'])).toBeDefined();
  expect(detectOtherLanguage(question, ['en'], true)).toBeUndefined();
});

it.each([
  'Dear Sir or Madam',
  'hi Millbrook Lido',
  'Hello Bella Roma!',
  'dear Paolo,',
  'hey Marco',
  'Good morning Sarah',
])('%j greets in English, whatever the name', (message) =>
  expect(detectOtherLanguage(message, ['en'])).toBeUndefined(),
);

it.each([
  ['Hello Marco, wie lange dauert der Versand?', 'de'],
  ['hi, quanto costa', 'it'],
  ['HELLO WO IST MEIN PAKET GEBLIEBEN', 'de'],
])('%j is in the language behind the greeting: %s', (message, language) => {
  expect(detectOtherLanguage(message, ['en'])).toBe(language);
});

it('many words are told by themselves, whoever uses them', () => {
  expect(detectOtherLanguage('Wie lange dauert der Versand?', ['en'], true)).toBe('de');
});

it('the languages that a site may answer in, and those of the hand-overs, are those that can be told', () => {
  const known = [...Object.values(eld.info().Languages), 'id'].sort();
  expect([...languageCode.options].sort()).toEqual(known);
  expect(known).toEqual(expect.arrayContaining([...handOverLanguages]));
});

it('a question in Malay is answered where Malay or Indonesian is', () => {
  const question = 'Berapakah kos penghantaran ke Kuala Lumpur?';
  expect(detectOtherLanguage(question, ['ms'])).toBeUndefined();
  expect(detectOtherLanguage(question, ['en', 'id'])).toBeUndefined();
  expect(detectOtherLanguage(question, ['en'])).toBe('id');
});

it('nothing is told for a site that answers in a language which can’t be', () => {
  expect(detectOtherLanguage('Hvor mye koster frakten til Oslo?', ['en', 'nb'])).toBeUndefined();
});

it.each([
  [['Wie lange dauert der Versand?'], ['en', 'de'], 'de'],
  [['How long does delivery take?'], ['de', 'en'], 'en'],
  [['Berapa biaya pengiriman ke Jakarta?'], ['en', 'id'], 'id'],
  // What can't be told is in the language of what was said before, or in the site's first.
  [['ok', 'Wie lange dauert der Versand?'], ['en', 'de'], 'de'],
  [['iPhone 13', 'How long does delivery take?'], ['en', 'de'], 'en'],
  [['Hans Schmidt', 'How long does delivery take?'], ['en', 'de'], 'en'],
  [['Allergens', 'Do you have a menu for children?'], ['en', 'de'], 'en'],
  [['password reset'], ['en', 'it'], 'en'],
  // Small talk is known by its words.
  ...[
    ['en', 'de'],
    ['en', 'es'],
    ['it', 'en'],
    ['en', 'it', 'de', 'fr'],
  ].map((answered): [string[], string[], string] => [['Hello'], answered, 'en']),
  [['Hallo'], ['en', 'nl'], 'nl'],
  [['Hola'], ['en', 'es'], 'es'],
  [['Olá!'], ['en', 'pt'], 'pt'],
  [['Bonsoir'], ['en', 'fr'], 'fr'],
  [['Hallo'], ['nl', 'de'], 'nl'],
  [['ja', 'Hoe lang duurt de levering naar Gent?'], ['de', 'nl'], 'nl'],
  [['was kostet das'], ['en', 'de'], 'de'],
  [['ok'], ['de', 'en'], 'de'],
  [['hm'], ['de', 'en'], 'de'],
  // Of two that resemble each other it is neither English.
  ...['¿Dónde está mi pedido?', '¿Cuánto tarda la entrega?', '¿El desayuno está incluido?'].map(
    (asked): [string[], string[], string] => [[asked], ['en', 'es', 'pt'], 'es'],
  ),
  ...['Onde está a minha encomenda?', 'Quanto tempo demora a entrega?'].map((asked): [string[], string[], string] => [
    [asked],
    ['en', 'es', 'pt'],
    'pt',
  ]),
  [['Where is my order?'], ['en', 'es', 'pt'], 'en'],
  [['How long does delivery take?'], ['en', 'pt', 'es'], 'en'],
  // A site in English, too, is asked in it whatever a word resembles.
  [
    ['do you rent tuxedos', 'Where can I pick up my order in the city centre?'],
    ['de', 'en', 'fr', 'it', 'es', 'nl', 'pt'],
    'en',
  ],
  [[], ['fr', 'en'], 'fr'],
  [['Combien coûte la livraison ?'], ['de'], 'de'],
])('answers %j of a site in %j in %s', (texts, answered, language) => {
  expect(answeredLanguage(texts, answered)).toBe(language);
});

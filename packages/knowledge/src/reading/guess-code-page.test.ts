import { TextDecoder } from 'node:util';
import { expect, it } from 'vitest';
import { read } from './testing/outline.ts';

/** The bytes of a text in a code page. */
function encoded(text: string, codePage: string): Uint8Array {
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const letters = [...new TextDecoder(codePage).decode(every, { stream: true })];
  return Uint8Array.from([...text].map((letter) => letters.indexOf(letter)));
}

const lineOf = async (bytes: Uint8Array) => (await read('text', bytes)).sections[0]?.blocks[0]?.text;

it.each([
  'Płatność kartą. Dostawa zajmuje trzy dni, również w święta.',
  'Zboží můžete vrátit do čtrnácti dnů, ve středu máme zavřeno.',
  'Tovar môžete vrátiť do štrnástich dní, v piatok máme zatvorené a ľudia sú preč.',
  'Nyitva tartás: hétfőtől péntekig, a szállítás díja ezer forint, köszönjük.',
])('reads %j as Windows-1250', async (text) => {
  expect(await lineOf(encoded(text, 'windows-1250'))).toBe(text);
});

it.each([
  'Größe: 9 m³ für 5 €, Straße 5, Café und Crêpes à la carte, brûlée.',
  'À côté de la gare, où le café coûte 3 €, ça va très bien, Noël compris.',
  '¿Cuánto cuesta? 5 € más el envío mañana, según el tamaño, nº 3.',
  'Perché è già così, più o meno, però sì: tutti i lunedì.',
  'Não há devoluções às segundas, só amanhã: preços à vista, café.',
  'Vi sælger øl på åen, også til børn, à la carte, crème brûlée.',
  'Škoda kjøp på Tromsø, så får du også Citroën.',
  'Häiriö tšekissä, šakki ja öljy, Åbo.',
  'Škoda, Citroën and Søren sell crème at the shop, and many more things that nobody would ever want to read about.',
  'Sólheimar er opið á sunnudögum, þú ert velkominn.',
])('reads %j as Windows-1252', async (text) => {
  expect(await lineOf(encoded(text, 'windows-1252'))).toBe(text);
});

it('leaves what is not clear as it was', async () => {
  expect(await lineOf(encoded('Zavřeno.', 'windows-1250'))).toBe('Zavøeno.');
});

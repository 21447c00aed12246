import { oneOf } from './pattern.ts';

/** As in the languages that there are lists of replies in; who only asks whether it must be is none. */
const wish = (asksWhether: string, wished: string): RegExp =>
  new RegExp(String.raw`^(?!.*(?<!\p{L})${oneOf(asksWhether)}(?!\p{L})).*(?<!\p{L})(?:${wished})(?!\p{L})`, 'u');

const german = oneOf(
  'mensch, menschen, person, mitarbeiter, mitarbeiterin, berater, beraterin, jemand, jemandem, jemanden',
);
const spanish = oneOf('persona, humano, humana, agente, operador, operadora, asesor, asesora, alguien');
const french = oneOf("personne, humain, humaine, quelqu'un, conseiller, conseillère, agent, opérateur");
const italian = oneOf('persona, umano, operatore, operatrice, addetto, addetta, qualcuno');
const dutch = oneOf('mens, persoon, medewerker, iemand');
const portuguese = oneOf('pessoa, humano, humana, atendente, operador, operadora, alguém');

/** A wish for a person in a language other than English. */
export const wishesAbroad: readonly RegExp[] = [
  wish(
    'muss ich, müsste ich, muss man',
    `mit .{0,25}${german} ${oneOf('sprechen, reden, chatten, telefonieren, schreiben, verbinden, verbunden')}`,
  ),
  wish('tengo que, hay que, debo', `${oneOf('hablar, chatear, contactar')} con .{0,20}${spanish}`),
  wish(
    "dois-je, faut-il, est-ce qu'il faut",
    `${oneOf('parler, discuter, échanger')} ${oneOf('à, avec')} .{0,20}${french}`,
  ),
  wish('devo, bisogna', `${oneOf('parlare, chattare')} con .{0,20}${italian}`),
  wish(
    'moet ik, moet je',
    `${oneOf('praten, spreken, chatten')} met .{0,20}${dutch}|met .{0,20}${dutch} ${oneOf('praten, spreken, chatten')}`,
  ),
  wish('tenho de, tenho que, é preciso', `${oneOf('falar, conversar')} com .{0,20}${portuguese}`),
];

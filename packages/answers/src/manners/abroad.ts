import type { Offer, ReplyKind } from '../replies/reply-list.ts';
import { consistsOf, oneOf, pattern } from './pattern.ts';
import { noTo, yesTo } from './yes-or-no.ts';

/** Manners in the languages that there are lists of replies in, beside English: what leaves no doubt, and no more. */
interface Phrases {
  greeting: string;
  thanks: string;
  goodbye: string;
  yes: string;
  no: string;
  /** Wishes for a person. */
  person: string;
  /** What asks whether a person is needed at all, before such a wish and a question mark. */
  whether: string;
}

const withSomeone = String.raw`met (?!(?:\p{L}+ )?(?:ander|mijn|zijn)).{0,20}${oneOf('mens, persoon, medewerker, iemand')}`;

/** Whom a customer speaks with without us stands behind "with". */
const phrases: Readonly<Record<string, Phrases>> = {
  de: {
    greeting: 'hallo, guten (?:tag|morgen|abend), moin, servus, grüß gott',
    thanks: 'danke(?:schön| schön| sehr)?, (?:vielen|besten|herzlichen) dank',
    goodbye: 'tschüss, tschüs, auf wiedersehen, bis bald, (?:noch )?(?:einen )?schönen tag(?: noch)?',
    yes: 'ja, (?:sehr )?gerne?, bitte, natürlich',
    no: 'nein',
    person: String.raw`mit (?!(?:\p{L}+ )?(?:ander|mein|sein|unser)).{0,25}${oneOf('menschen?, person, mitarbeiter(?:in)?, berater(?:in)?, jemand(?:em|en)?')} ${oneOf('sprechen, reden, chatten, telefonieren, schreiben, verbinden, verbunden')}|(?:einen? (?:\p{L}+ )?${oneOf('menschen, person, mitarbeiter(?:in)?, berater(?:in)?')}|jemanden?) sprechen`,
    whether: 'muss ich, müsste ich, muss man',
  },
  es: {
    greeting: 'hola, buenos días, buenas(?: tardes| noches)?',
    thanks: '(?:muchas |mil )?gracias',
    goodbye: 'adiós, hasta luego, hasta pronto, que tenga un buen día',
    yes: 'sí, si, claro, por favor',
    no: 'no',
    person: String.raw`${oneOf('hablar, chatear')} con (?!(?:\p{L}+ )?(?:otr|mi |su |nuestr)).{0,20}${oneOf('persona, humano, humana, agente, operador, operadora, asesor, asesora, alguien')}`,
    whether: 'tengo que, hay que, debo, es necesario, es obligatorio, hace falta',
  },
  fr: {
    greeting: 'bonjour, bonsoir, salut, coucou',
    thanks: 'merci(?: beaucoup| bien)?',
    goodbye: 'au revoir, bonne journée, bonne soirée, à bientôt',
    yes: "oui, volontiers, avec plaisir, s'il vous plaît, s'il te plaît",
    no: 'non',
    person: String.raw`${oneOf('parler, discuter')} (?:à|avec) (?!(?:\p{L}+ )?(?:autre|mon |ma |son |sa )).{0,20}${oneOf("personne, humain, humaine, quelqu'un, conseiller, conseillère, agent, opérateur")}`,
    whether: "dois-je, doit-on, faut-il, est-ce qu'il faut, est-il (?:nécessaire|obligatoire) de",
  },
  it: {
    greeting: 'buongiorno, buonasera, salve',
    thanks: 'grazie(?: mille)?, molte grazie, mille grazie',
    goodbye: 'arrivederci, buona giornata, a presto',
    yes: 'sì, si, volentieri, per favore',
    no: 'no',
    person: `${oneOf('parlare, chattare')} con (?!(?:un.?)?altr|(?:il |la )?(?:mi|su)[oa] ).{0,20}${oneOf('persona, umano, operatore, operatrice, addetto, addetta, qualcuno')}`,
    whether: 'devo, bisogna, occorre, è necessario, è obbligatorio',
  },
  nl: {
    greeting: 'hallo, hoi, goede(?:morgen|middag|navond), goeden?dag',
    thanks: 'dank (?:je|u)(?: wel)?, bedankt',
    goodbye: 'tot ziens, doei, fijne dag(?: nog)?',
    yes: 'ja, graag, alstublieft, alsjeblieft',
    no: 'nee',
    person: `${oneOf('praten, spreken, chatten')} ${withSomeone}|${withSomeone} ${oneOf('praten, spreken, chatten')}`,
    whether: 'moet ik, moet je',
  },
  pt: {
    greeting: 'olá, oi, bom dia, boa (?:tarde|noite)',
    thanks: '(?:muito )?obrigad[oa]',
    goodbye: 'tchau, até logo, adeus, tenha um bom dia',
    yes: 'sim, por favor',
    no: 'não',
    person: String.raw`${oneOf('falar, conversar')} com (?!(?:\p{L}+ )?(?:outr|meu |minha |seu )).{0,20}${oneOf('pessoa, humano, humana, atendente, operador, operadora, alguém')}`,
    whether: 'tenho de, tenho que, é preciso, é necessário, é obrigatório',
  },
};

/** "Danke" beside a yes or a no says which of them no more than "ok" does. */
const polite = 'ok, okay';
const has = (list: string) => pattern`(?:^| )${oneOf(list)}(?: |$)`;
const smallTalk = ['thanks', 'goodbye', 'greeting'] as const;

const manners = new Map(
  Object.entries(phrases).map(([language, { yes, no, thanks, greeting, goodbye, person, whether }]) => [
    language,
    {
      smallTalk: {
        thanks: consistsOf(thanks, polite),
        greeting: consistsOf(greeting),
        goodbye: consistsOf(goodbye, thanks),
      },
      isYes: [has(yes), consistsOf(yes, thanks, polite)],
      isNo: [has(no), consistsOf(no, thanks, polite)],
      wish: new RegExp(String.raw`(?<!\p{L})(?:${person})(?!\p{L})`, 'u'),
      asksWhether: new RegExp(String.raw`(?<!\p{L})${oneOf(whether)} [^.,:;!?]{0,20}(?:${person}).*\?`, 'u'),
    },
  ]),
);

/** Pure: what kind of small talk a message in one of these languages is, all of it; it is in lower case. */
export function smallTalkAbroad(languages: readonly string[], said: string): (typeof smallTalk)[number] | undefined {
  const words = wordsOf(said);
  return smallTalk.find((kind) => known(languages).some((of) => of.smallTalk[kind].test(words)));
}

/** Pure: whether it is a wish for a person in one of these languages; it is in lower case. */
export function wishesForPersonAbroad(languages: readonly string[], said: string): boolean {
  return known(languages).some(({ wish, asksWhether }) => wish.test(said) && !asksWhether.test(said));
}

/** Pure: what a yes or a no behind an offer of the chat is for, in one of these languages; it is in lower case. */
export function answerAbroad(
  languages: readonly string[],
  offer: Offer,
  said: string,
): Exclude<ReplyKind, 'hand-over' | 'order'> | undefined {
  const words = wordsOf(said);
  const is = (which: 'isYes' | 'isNo') => known(languages).some((of) => of[which].every((part) => part.test(words)));
  if (is('isNo')) return noTo(offer);
  if (is('isYes')) return yesTo(offer);
  return undefined;
}

const known = (languages: readonly string[]) => languages.flatMap((language) => manners.get(language) ?? []);
const wordsOf = (said: string) => said.replace(/[^\p{L}\p{N}'-]+/gu, ' ').trim();

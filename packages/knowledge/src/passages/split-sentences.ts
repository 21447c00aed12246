import { germanMonth } from '../reading/german-months.ts';

/** No sentence ends with these, whatever follows. */
const neverLast = new Set(
  'mr mrs ms mx sra srta mme mlle dr prof rev hon gen sgt capt messrs e.g i.e eg ie vs cf approx ca incl excl esp resp z.b d.h bzw ggf inkl zzgl bspw vgl sog evtl exkl v.a o.g m.e p.ex p.ej p.es ej aprox dra dña av avda bd boul sig dott avv cfr bzgl abzgl lt fa dhr mevr bijv evt'.split(
    ' ',
  ),
);
/** These belong to a number that follows. */
const beforeNumber = new Set(
  'no nos fig figs art sec ch p pp vol tel ext fax min max jan feb mar apr jun jul aug sep sept oct nov dec abs n num núm pag pág tél réf chap kap okt dez mrz mind ste apt tlf telf tfno ph mob rs re kr sfr rp dhs dh tk ksh'.split(
    ' ',
  ),
);
/** Days of the week, which belong to the hours that follow; many are words that a sentence may end with, too. */
const beforeHours = new Set(
  'mo di mi do sa so tu we lun mar mer jeu ven sam dim jue vie dom gio sab ma wo vr za zo'.split(' '),
);
/** Words that look like some of these: Italian "due anni fa", English "in mind", and units behind their number. */
const noAbbreviation =
  /(?<!\p{L})(?:fa|so|do|we|(?:in|of) mind|\d\s?(?:ft|mt|lt|[Rr][se]|[Kk]r|SFr|Rp|D[Hh]s?|T[Kk]|K[Ss][Hh]))\.$/u;
const hours = /^\d{1,2}(?:[:.h–-]|\s?(?:[–-]|uhr|h(?!\p{L})|bis|to|à|tot))/iu;
/** A sentence may end with these: it does when what follows looks like the begin of one. */
const perhapsLast = new Set(
  'inc ltd co corp llc gmbh etc usw jr sr fr st ave rd blvd bldg dept est mon tue tues wed thu thur thurs fri sat sun hrs hr mins ft mt u.s u.k u.s.a e.u'.split(
    ' ',
  ),
);
/** The same of German and Spanish, with their own beginnings. */
const perhapsLastElsewhere = new Set(
  'tägl u.a u.u u.ä o.ä i.d.r z.t z.zt s.o s.u n.chr v.chr e.v u.v.m u.v.a mio mrd ee.uu'.split(' '),
);
/** Abbreviations that may be written with blanks: "z. B." */
const spacedName =
  'z.B d.h u.a u.U u.Ä o.Ä i.d.R v.a z.T z.Zt s.o s.u o.g m.E n.Chr v.Chr e.V u.v.m u.v.a p.ex p.ej p.es EE.UU'
    .split(' ')
    .map((name) => name.replaceAll('.', '\\. ?'))
    .join('|');
const endsWithSpaced = new RegExp(`(?:^|[\\s("'[/])(${spacedName})\\.$`, 'u');
/** After a time of day these go on: 9 a.m. Monday, 5 p.m. CET. */
const afterTime =
  /^(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\b|(?:GMT|UTC|[A-Z]{1,3}[SD]?T)\b)/;
/** Yes or no without its sentence: quoted alone it would answer anything. */
const bareAnswer =
  /^(?:(?:yes|no|yep|nope|of course|sure|certainly|absolutely|definitely|unfortunately not|not at all|ja|nein|natürlich|klar|leider nein|leider nicht|oui|non|bien sûr|sí|claro|por supuesto|sì|certo|nee|natuurlijk|helaas niet|sim|não|com certeza)[.!,]\s?){1,3}(?<!,\s?)$/iu;
/** Longer than any sentence: unclosed brackets and the like must not gather a whole page. */
const longestSentence = 1_000;
const beginnings = new Set(
  `a after all also although an and any are as at because before both but by can contact do does don't during each every
  following for free from he here how however i if in is it its just may most must my no not of on once only or orders other our
  out payment please refunds returns shipping she since so some that the their then there these they this those to under
  unless until we what when where whether which while who why will with within without yes you your`
    .split(/\s+/)
    .filter(Boolean),
);
const beginningsElsewhere = new Set(
  `der die das dem den ein eine einen einem einer wir sie er es ihr ihre unser unsere man bitte danach dann dort hier dazu auf aus
  bei beim mit nach von vom zu zum zur für ab bis wenn falls kein keine alle jede jeder auch nur im in am an ist sind nicht diese
  dieser dieses dies und oder aber sonst wer wie was wann wo el la los las en para`.split(/\s+/),
);
const windowChars = 2_048;
const windowMargin = 256;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Splits one line of text into its sentences; joined by one space they give the text again. Where Unicode's rules end a
 * sentence too early (abbreviations, initials, an open bracket, the question mark of an address) it goes on.
 */
export function splitSentences(line: string): string[] {
  return [...sentencesOf(line)];
}

/** The same, one after the other. */
export function* sentencesOf(line: string): Generator<string> {
  let sentence = '';
  const text = line.trim();
  for (const { segment, index } of segmentsOf(text)) {
    if (sentence !== '' && isEnd(sentence, segment, text.slice(index, index + longestSentence))) {
      yield sentence.trim();
      sentence = '';
    }
    sentence += segment;
  }
  if (sentence.trim() !== '') yield sentence.trim();
}

/** Where Unicode's rules part a text. Each step of the segmenter takes as long as its text is, so it gets a window of it. */
function* segmentsOf(text: string): Generator<{ segment: string; index: number }> {
  let size = windowChars;
  for (let from = 0; from < text.length; ) {
    const to = from + size;
    const begun = from;
    for (const { segment, index } of segmenter.segment(text.slice(from, to))) {
      const end = begun + index + segment.length;
      // What ends near the window's end may go on behind it.
      if (to < text.length && end > to - windowMargin) break;
      yield { segment, index: begun + index };
      from = end;
      // A large window is for the one sentence that needs it.
      if (size > windowChars) break;
    }
    size = from === begun ? size * 2 : windowChars;
  }
}

/** @param rest what follows, of which `after` is the beginning */
function isEnd(before: string, after: string, rest: string): boolean {
  if (before.length > longestSentence) return true;
  // `?` within an address, a full stop within a name. Scripts that write no spaces have signs of their own.
  if (!/\s$/.test(before)) return /[。！？｡]["'」』）)]?$/.test(before);
  const text = before.trimEnd();
  if (/^["'(]?\p{Ll}/u.test(after)) return false;
  // A number of a list, or a sign, without its sentence.
  if (/^(?:\(?\d{1,3}[.)]|\p{Lu}\)|[\p{P}\p{S}\s]+)$/u.test(text)) return false;
  // It belongs to what follows; at the end, to what precedes.
  if (bareAnswer.test(text) || bareAnswer.test(rest)) return false;
  if (isGermanOrdinal(text, after)) return false;
  if (isOpen(text, rest)) return false;
  return !endsWithAbbreviation(text, after);
}

/** What makes a number before a full stop one of an order: "am 3.", "1. und 2."; in English "I am 24." */
const beforeOrdinal =
  /(?:^|[\s("'])(?:(?<!(?:\bi|\d)\s)am|der|die|das|dem|den|des|im|vom|zum|zur|beim|eine[mnrs]?|jede[mnrs]?|(?:unser|ihr)e[mnrs]?|\d{1,3}\. ?(?:und|oder|bis|-|–))\s\d{1,3}\.$/i;
/** What stands behind such a number without any of them. */
export const countedNoun =
  /^(?:Stockwerk|Etage|Obergeschoss|Untergeschoss|OG|UG|Quartal|Halbjahr|Lebensjahr|Jahrhundert|Weihnachts(?:feier)?tag|Feiertag|Klasse)(?!\p{L})/u;

/** "24. Dezember", "im 1. Stock": nouns begin with a capital letter, as sentences do. */
function isGermanOrdinal(text: string, after: string): boolean {
  if (!/(?<!\S)\d{1,3}\.$/.test(text)) return false;
  if (germanMonth.test(after) || countedNoun.test(after)) return true;
  if (/,\s\d{1,2}\.$/.test(text) && /^Stock(?!\p{L})/u.test(after)) return true;
  return beforeOrdinal.test(text.slice(-40)) && !beginningsElsewhere.has(firstWord(after));
}

/** A bracket or a quotation is open, and closed in the rest of the line: a smiley opens none. */
function isOpen(text: string, rest: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  // `1)` closes nothing, and " stands for inches too.
  const isBracketed = count(/(?<![:;]-?)\(/g) > count(/(?<!^|\s\w{0,3})\)|(?<=\(\w{0,3})\)/g);
  return (isBracketed && rest.includes(')')) || (count(/(?<!\d)"/g) % 2 === 1 && rest.includes('"'));
}

/** Whether a text may go on behind its last full stop, whatever follows: of customers' messages, in which a sentence may begin with any letter. */
export function mayEndWithAbbreviation(text: string): boolean {
  const word = /([\p{L}.]+)\.$/u.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return false;
  return [neverLast, beforeNumber, perhapsLast].some((words) => words.has(word)) || /^\p{L}(?:\.\p{L})*$/u.test(word);
}

function endsWithAbbreviation(text: string, after: string): boolean {
  const tail = text.slice(-40);
  if (noAbbreviation.test(tail)) return false;
  const next = /^\p{L}{1,3}\./u.exec(after)?.[0];
  if (next && endsWithSpaced.test(`${tail} ${next}`)) return true;
  const word =
    endsWithSpaced.exec(tail)?.[1]?.replaceAll(' ', '') ?? /(?:^|[\s("'[/–—-])([\p{L}.]+)\.$/u.exec(tail)?.[1];
  const name = word?.toLowerCase() ?? '';
  // "J.-P. Sartre", but not "USB-C".
  const isInitial = /(?:^|[\s("'[/]|\.-)\p{Lu}\.$/u.test(tail);
  // "Hauptstr. 5", "Art.-Nr. 7", "S/. 50".
  if (/(?:str|nr|(?<!\p{L})S\/)\.$/iu.test(tail) || (!isInitial && beforeNumber.has(name)))
    return /^[\d#+(]/.test(after);
  if (word === undefined) return false;
  if (neverLast.has(name) || (beforeHours.has(name) && hours.test(after))) return true;
  if (/^[ap]\.?m$/.test(name)) return afterTime.test(after);
  const first = firstWord(after);
  if (perhapsLastElsewhere.has(name)) return !beginnings.has(first) && !beginningsElsewhere.has(first);
  // One letter is an initial (J. Smith), letters with stops a short name (U.S.).
  if (!perhapsLast.has(name) && !isInitial && !/^(?:\p{L}\.)+\p{L}$/u.test(word)) return false;
  return !beginnings.has(first);
}

const firstWord = (text: string): string => /^["'(]?([\p{L}']+)/u.exec(text)?.[1]?.toLowerCase() ?? '';

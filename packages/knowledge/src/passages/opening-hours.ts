import type { Block } from '../document.ts';

/** The days of a week, more than that where holidays are told of, too. */
const mostInSentence = 8;

const days = `
  mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? mon tues? wed thu(?:rs?)? fri weekdays? weekends? daily
  (?:(?:bank|public|school)\\s)?holidays? (?:mon|diens|donners|frei|sams|sonn|feier|werk)tage?s? mittwochs? sonnabends? täglich wochenende
  lundis? mardis? mercredis? jeudis? vendredis? samedis? dimanches? lunes martes miércoles jueves viernes sábados? domingos?
  lunedì martedì mercoledì giovedì venerdì sabato domenica (?:maan|dins|woens|donder|vrij|zater|zon)dag`;
/** Other words, too, where no hour or day is beside them. */
const otherWords = `
  sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie sáb dom gio sab ma wo vr za zo seg ter qua qui sex
  segunda terça quarta quinta sexta`;
const oneOf = (words: string) => `(?:${words.trim().replace(/\s+/g, '|')})(?![\\p{L}\\p{N}])`;
const beside = '\\.?\\s?(?:[-–/:&+]|\\d{1,2}(?:[:.]\\d\\d)?\\s?(?:[-–]|(?:to|bis|à|uhr|h|am|pm)(?!\\p{L})))';
const beginsWithDay = new RegExp(`^(?:${oneOf(days)}|${oneOf(otherWords)}(?=${beside}))`, 'iu');

/** Whether a text begins with a day: "Sunday closed". */
export const namesDay = (text: string): boolean => beginsWithDay.test(text);
/** Whether a text tells on which days something is: "Mon–Fri 9–18". */
export const tellsHours = (text: string): boolean => namesDay(text) && /\d/.test(text);

/** What a day has beside it; the name of its column, where that has one: "Hours". */
interface DayHours {
  text: string;
  column: string;
}

/**
 * Joins rows or items that follow each other and tell of a day each, such as the hours of a week, into one that tells of all:
 * "Monday: 9–17, Sunday: closed". Apart from each other each would answer for the others.
 */
export function joinHours(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (let index = 0; index < blocks.length; ) {
    const hours = hoursFrom(blocks, index);
    const taken = blocks.slice(index, index + Math.max(1, hours.length));
    const isAnnounced = blocks[index - 1]?.text.endsWith(':') ?? false;
    const isWeek = hours.length > 1 && hours.length <= mostInSentence && hours.some(({ text }) => /\d/.test(text));
    const kind = taken[0]?.kind ?? 'row';
    for (const block of isWeek && !isAnnounced ? [{ kind, text: sentenceOf(hours) }] : taken) joined.push(block);
    index += taken.length;
  }
  return joined;
}

/** Those of the rows or items that begin at a block. */
function hoursFrom(blocks: readonly Block[], from: number): DayHours[] {
  const found: DayHours[] = [];
  const kind = blocks[from]?.kind;
  for (let index = from; kind !== 'paragraph' && blocks[index]?.kind === kind; index += 1) {
    const hours = hoursOf(blocks[index]?.text ?? '');
    if (!hours || hours.column !== (found[0]?.column ?? hours.column)) break;
    found.push(hours);
  }
  return found;
}

/** "Monday: 9–17", or a row of two columns: "Day: Monday; Hours: 9–17". */
function hoursOf(row: string): DayHours | undefined {
  if (row.length > 100 || /\p{Sc}/u.test(row)) return undefined;
  const [, day, column = '', hours] = /^[^:;]+: ([^:;]+); ([^:;]+): ([^;]+)$/.exec(row) ?? [];
  const text = day === undefined ? row : `${day}: ${hours}`;
  return beginsWithDay.test(text) && !text.includes(';') ? { text: text.replace(/\.$/, ''), column } : undefined;
}

function sentenceOf(hours: readonly DayHours[]): string {
  const texts = hours.map(({ text }) => text);
  const said = texts.join(texts.some((text) => text.includes(',')) ? '; ' : ', ');
  return hours[0]?.column ? `${hours[0].column}: ${said}` : said;
}

import type { Block, Section } from '../../document.ts';
import { namesDay } from '../../passages/opening-hours.ts';

/** Lines of an address are no longer than that, and together no longer than this. */
const lineChars = 60;
const joinedChars = 200;

const eMail = /\S@\S+\.\p{L}/u;
/** "+46 250 555 08", "(614) 555-0186". */
const phone = /\d(?:[\s()./–-]{0,2}\d){5}/;
/** "8.30", "9am", "18 Uhr". */
const timeOfDay = /(?<![\p{Sc}\d.,])\b\d{1,2}(?:[:.]\d\d\b(?!\s?[%\p{Sc}])|\s?(?:[ap]\.?m\b|uhr\b|h\b))/iu;
/** What stands above opening hours. */
const hoursTitle =
  /^hours(?!\p{L})|(?:open(?:ing)?|business|office|shop|store) (?:hours|times)|(?:öffnungs|sprech|geschäfts)zeiten|^horaires?(?!\p{L})|^horarios?(?!\p{L})|^orari[oa]?(?!\p{L})|openingstijden/iu;

export const tellsFigure = (text: string) => /[\d@]/.test(text) || namesDay(text);

export const tellsHowToReach = (text: string) =>
  eMail.test(text) || phone.test(text) || (/\p{L}{2}/u.test(text) && timeOfDay.test(text));

/** Those blocks of a section that tell something, and the short ones below hours, which are of other days: "Sun closed". */
export function tellingBlocks({ titles, blocks }: Section, tells: (text: string) => boolean): Block[] {
  const title = titles.at(-1) ?? '';
  let isWeek = isLoneDay(title) || hoursTitle.test(title) || tellsHowToReach(title);
  return joinLines(blocks)
    .filter(({ text, isShort }) => {
      const isTold = tells(text);
      isWeek = tellsDays(text) ? isWeek || isTold : isWeek && isShort;
      return isWeek || isTold;
    })
    .map(({ kind, text }) => ({ kind, text }));
}

/** Whether no line of it is longer than one of an address. */
interface Joined extends Block {
  isShort: boolean;
}

/** Lines of an address, a number and an e-mail address below each other are one; each day's hours stay apart. */
function joinLines(blocks: readonly Block[]): Joined[] {
  const joined: Joined[] = [];
  let goesOn = false;
  for (const { kind, text: said } of blocks) {
    const text = withoutCopyright(said);
    if (text === '') continue;
    const last = joined.at(-1);
    const isShort = text.length <= lineChars && !/©|\bcopyright\b/i.test(said);
    const isLine = kind !== 'row' && isShort && !/[.?!:]$/.test(text) && !namesDay(text);
    const isOfDay = last !== undefined && isShort && isLoneDay(last.text) && !namesDay(text);
    if (isOfDay) last.text = `${last.text.replace(/[.:]$/, '')}: ${text}`;
    else if (goesOn && isLine && last && last.text.length + text.length < joinedChars) last.text += `, ${text}`;
    else joined.push({ kind: namesDay(text) ? 'item' : kind, text, isShort });
    goesOn = isLine && !isOfDay;
  }
  return joined;
}

/** "Monday", "Sat & Sun", with nothing of its hours. */
const isLoneDay = (text: string): boolean => {
  const words = text.split(/[^\p{L}]+/u).filter(Boolean);
  return (
    !/\d/.test(text) && words.some(isDay) && words.every((word) => isDay(word) || betweenDays.has(word.toLowerCase()))
  );
};

/** "Counter hours: Tue–Fri 10–6". */
const tellsDays = (text: string) => namesDay(text) || (/\d/.test(text) && text.split(/[^\p{L}]+/u).some(isDay));

const betweenDays = new Set('and to bis und et à al a y e t m bank public school'.split(' '));

/** Short ones are days where something stands beside them. */
const isDay = (word: string) => namesDay(`${word}:`);

/** "© 2026 Shop Ltd" is no figure to be told. */
const withoutCopyright = (text: string) =>
  text
    .replace(/(?:©|\(c\)|\bcopyright\b)[\s©]*(?:\d{4}(?:\s?[-–]\s?\d{2,4})?)?/gi, '')
    .replace(/\ball rights reserved\b\.?/gi, '')
    .replace(/^[\s·|•,–-]+|[\s·|•,–-]+$/g, '');

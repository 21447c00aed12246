/** A price, an amount, a time. */
export const beginsWithFigure =
  /^(?:(?:from|up to|ab|bis zu|ca\.|approx\.) )?(?:(?:eur|gbp|usd|chf)\s|\p{Sc}\s?)?[+-]?\d/iu;

/** Longer texts say something, whatever their words; and so does what has more words and ends as sentences do. */
const longest = 60;
const mostWords = 6;

/** Words that make a sentence of others: most have one of them, and help pages these. */
const verbs = `
  is are was were be been am has have had do does did can could may might must shall should will would need needs want please let
  accepts? allows? applies apply begins charges? closes comes costs? delivers ends gets? includes? lasts offers? opens pays? requires? runs ships starts takes? works
  i we you he she they it us our your cannot \\p{L}+n't \\p{L}+'(?:s|re|ve|ll)
  ist sind war waren hat haben kann können darf dürfen muss müssen soll wird werden wir ihr sie ich du er es man bitte uns
  est sont a ont peut peuvent doit nous vous il elle on
  es son está están hay tiene tienen puede pueden debe
  è sono ha hanno può possono deve
  zijn heeft hebben kan kunnen mag mogen moet moeten wordt worden wij jij u
  é são tem têm pode podem deve`;
const verb = new RegExp(`(?<![\\p{L}'])(?:${verbs.trim().replace(/\s+/g, '|')})(?![\\p{L}'])`, 'iu');

export const hasVerb = (text: string): boolean => verb.test(text);

/** Whether a text is no sentence, but a piece of one: it says nothing without what it stands under. */
export function isFragment(text: string): boolean {
  if (text.length > longest) return false;
  const words = text.split(' ').length;
  if (beginsWithFigure.test(text) || words <= 2) return true;
  return !hasVerb(text) && (words <= mostWords || !text.endsWith('.'));
}

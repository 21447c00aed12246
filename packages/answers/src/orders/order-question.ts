import { simpleWords } from './order-text.ts';
import { type OrderQuestions, whole } from './question-patterns.ts';
import { questionsAbroad } from './questions-abroad.ts';
import { questionsInEnglish } from './questions-in-english.ts';

const compiled = ({ sure, likely, others }: OrderQuestions) => ({
  sure: whole(sure),
  likely: whole(likely),
  others: whole(others),
});
const english = compiled(questionsInEnglish);
const abroad = new Map(Object.entries(questionsAbroad).map(([language, questions]) => [language, compiled(questions)]));

/** All that a message is looked at for: what asks for an order stands at the beginning or the end of a long one. */
const mostChars = 600;

/**
 * Pure: whether somebody asks where their order is, its state or its tracking, when it arrives, or says that it has not come.
 * What else is wished for an order, and how deliveries go in general, is none of it.
 * @param languages in which the site answers (ISO 639-1): English counts everywhere, others only there
 */
export function asksForOrder(text: string, languages: readonly string[]): boolean {
  const known = [english, ...languages.flatMap((language) => abroad.get(language) ?? [])];
  const said = simpleWords(bothEnds(text));
  if (known.some(({ sure }) => sure.test(said))) return true;
  return said.split(/ ?\. ?/).some(
    (sentence) =>
      // Words such as "tracking code" are the same in several languages.
      !english.others.test(sentence) &&
      known.some(({ likely, others }) => likely.test(sentence) && !others.test(sentence)),
  );
}

const bothEnds = (text: string): string =>
  text.length <= 2 * mostChars ? text : `${text.slice(0, mostChars)}.${text.slice(-mostChars)}`;

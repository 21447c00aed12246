import { eld } from 'eld/small';

/** Texts that resemble an answered language nearly as much are taken for it: a word may come from anywhere. */
const leastDistance = 0.1;

/** So few words say too little of their language: "gift voucher" resembles Danish. */
const fewWords = 3;

/**
 * Detects that a question is in none of the languages that a site answers in. Short questions are told apart by three
 * words or so; what is in doubt counts as answered.
 *
 * @param answered ISO 639-1 codes
 * @param isInOwnWords whether the site itself uses each of the question's words: then few of them are in its language
 * @returns the question's language where it is another one; undefined where it is answered, or can't be told
 */
export function detectOtherLanguage(
  question: string,
  answered: readonly string[],
  isInOwnWords = false,
): string | undefined {
  if (isInOwnWords && question.trim().split(/\s+/).length <= fewWords) return undefined;
  const detected = eld.detect(question);
  const scores = detected.getScores();
  const language = detected.language;
  if (!detected.isReliable() || answered.includes(language)) return undefined;
  const closest = Math.max(0, ...answered.map((code) => scores[code] ?? 0));
  return (scores[language] ?? 0) - closest >= leastDistance ? language : undefined;
}

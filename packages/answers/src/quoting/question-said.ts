import { isQuestion } from '../end-marks.ts';
import { normalisePassage } from '../passage-text.ts';

/** An answer that begins so says yes or no to its own question, or means what that names. */
const answersIts =
  /^(?:yes|yep|yeah|no|nope|not|never|sure|of course|certainly|absolutely|definitely|sometimes|usually|unfortunately|sorry|sadly|it|it['’]s|they|they['’]re|that|that['’]s|this|these|those|he|she|both|either|neither|ja|nein|jein|leider|sí|si|no|oui|non|sì|sim|não|nee)(?![\p{L}\p{N}])/iu;
/** So few words behind one of these are no sentence: "Up to 20 kg.", "By card or in cash.". */
const fragment =
  /^(?:\d|about|after|around|at|before|between|by|every|for|from|in|on|only|since|until|up to|via|with|within|without)\b/i;
const fragmentWords = 6;
const fewWords = 3;

/** A title that asks is the last of those that stand above one another, and no longer than this. */
const longestQuestion = 160;

/** Words that say nothing of what is asked. Those that turn it round ("not", "from", "when"), or ask for another thing of the same ("need", "may"), are none of them. */
const emptyWords = new Set(
  (
    'a about actually also am an and any are as at be by did do does for has have hello hey hi i if in is it just ' +
    'me my of on one or our please some t that the there they this to us was we will with would you your'
  ).split(' '),
);

/**
 * The question that a passage was written to answer, where its first sentence would say something else behind another one: "Yes, and …" may
 * be no answer at all to what the customer asks. It is said before the sentence, then.
 *
 * @param title the passage's, such as "Repairs › Do you mend tyres?"
 * @param asked what the customer asks
 */
export function questionSaid(title: string, sentence: string, asked: string): string | undefined {
  const question = normalisePassage(title.split(' › ').at(-1) ?? '');
  if (!isQuestion(question) || question.length > longestQuestion || !needsIts(sentence)) return undefined;
  return isSame(question, asked) ? undefined : question;
}

function needsIts(sentence: string): boolean {
  const words = sentence.split(' ').length;
  return answersIts.test(sentence) || words <= fewWords || (words <= fragmentWords && fragment.test(sentence));
}

/** Whether both ask with the same words, whatever stands around them. */
function isSame(question: string, asked: string): boolean {
  const [one, other] = [wordsOf(question), wordsOf(asked)];
  return one.size === other.size && [...one].every((word) => other.has(word));
}

function wordsOf(question: string): Set<string> {
  const words =
    question
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !emptyWords.has(word)).map((word) => word.replace(/(?<=\p{L}{3})s$/u, '')));
}

/** Words that point to something said before. */
const pointers =
  /\b(?:it|its|they|them|their|theirs|that|those|these|this|this one|that one|same|there|then|both|either|neither|either one|ones?|others?|another)\b/i;
const continuations =
  /^(?:and|but|or|so|also|what about|how about|what if|why|why not|really|sure|since when|until when|how so|instead|only|even|not even|for|with|without|in that case|if so)\b/i;
/** So few words seldom name what they are about. */
const fewWords = 2;

/** Whether a question is likely not to be understood without the one before it. */
export function needsPreviousQuestion(question: string): boolean {
  const words = question.trim().split(/\s+/);
  if (continuations.test(question.trim())) return true;
  // In a longer question such a word mostly points to something within it.
  if (words.length <= 9 && pointers.test(question)) return true;
  return words.length <= fewWords;
}

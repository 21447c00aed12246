/** Begins as an answer to an answer: "and on Sundays?", "what about children?", "even for members?". */
const GOES_ON =
  /^(?:and|but|or|so|then|also|plus|even|only|except|otherwise|instead|what about|how about|what if not|why|why not|how come|such as|like what|which ones?|the same|same (?:for|with)|(?:ok(?:ay)?|alright|thanks|yes|no)[,.!]* (?:and|but|so|then|what|how))\b/;

/** "It" that stands for nothing said before: "is it possible to …", "does it cost anything to …". */
const EMPTY_IT =
  /\b(?:(?:is|was|would|will) it (?:be )?(?:\w+ly )?(?:possible|ok|okay|allowed|free|safe|true|necessary|required|too late|cheaper|better|easy|\w+able|\w+ible)|is it (?:me|you|us|him|her) who|(?:how much|what) is it|does it (?:cost|take|matter)(?: \w+){0,3}) (?:to|if|that|when|for)\b|\bhow (?:long|much|many \w+) (?:does|will|would|is|do) it (?:take|cost|be) (?:to|for|until|till)\b/g;

/** "There" that says only that something is. */
const EMPTY_THERE = /\b(?:(?:is|are|was|were|will|be|if|when) there|there(?:'s| is| are| was| were| will| be))\b/g;

/** Words that stand for something that was said before. */
const POINTS_BACK =
  /\b(?:it|its|it's|they|them|their|they're|these|those|ones|he|him|she|her|there)\b|\bones?(?=\s*(?:[?.!,]|$|for|in|with|without|that|too)\b)|\bone(?=[?.!,]|$)/;
/** "That" and "this" at a place where no noun follows. */
const POINTS_ALONE =
  /\b(?:that|this)(?=\s*(?:[?.!,]|$|(?:is|was|work|works|cost|costs|take|takes|include|includes|apply|applies|mean|means|be|per|too|also|for|in|on|to|by|with|or|and|then|still|really|available)\b))|\b(?:is|was|about|does|do|like|on|than|for|after|before) (?:that|this)(?=\s*(?:[?.!,]|$))/;
/** A pronoun whose noun stands in front of it in the same sentence: "I bought a helmet, can I return it?" */
const NOUN_BEFORE =
  /\b(?:my|your|our|a|an|the|some|any|two|three|have|bought|ordered|lost)\s+(?:\w+\s+){1,8}?.*\b(?:it|its|them|they|their)\b/;

/** Without these nothing is left of a question that asks for more of the same: "how much?", "how long exactly?". */
const EMPTY_WORDS = new Set(
  (
    'a an any are at be can cost costs could did do does exactly for from get go have how i if in is kind kinds long many may me more much ' +
    'my of often old on or please price really say should sort still take tell than that the then to until was we what ' +
    'when where which who will with would you your and'
  ).split(' '),
);

/**
 * Whether a question can be understood only with the one before it. It looks at the question's words alone: what begins
 * like a continuation, points back, or has no subject of its own.
 */
export function dependsOnPrevious(question: string): boolean {
  const text = question.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
  if (text === '') return false;
  if (GOES_ON.test(text)) return text.split(' ').length <= 12;
  const words = text.match(/[\p{L}\p{N}']+/gu) ?? [];
  if (words.every((word) => EMPTY_WORDS.has(word))) return true;
  const pointing = text.replace(EMPTY_IT, ' ').replace(EMPTY_THERE, ' ');
  if (!POINTS_BACK.test(pointing) && !POINTS_ALONE.test(pointing)) return false;
  return words.length <= 12 && !NOUN_BEFORE.test(pointing);
}

/** Beside signs, all that nothing can be looked up by: "huh?". */
const SOUNDS = new Set('ah aha eh erm ha haha hm hmm huh lol oh oops ouch pardon uh uhm um wow'.split(' '));

/** Whether a message has a word: behind a question whatever answers that would be found for "huh?". */
export function hasWord(message: string): boolean {
  return (message.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).some((word) => !SOUNDS.has(word));
}

/** So many questions of a conversation are read together at most, the last one not counted. */
const MOST_BEFORE = 3;

/**
 * The question before, behind those that it leans on itself: of "adult ticket?", "off-peak?" and "and for kids?" the second alone
 * says nothing.
 *
 * @param questions what was asked before, oldest first
 */
export function questionBefore(questions: readonly string[]): string | undefined {
  const first = questions.findLastIndex(
    (question, at) => !dependsOnPrevious(question) || at === questions.length - MOST_BEFORE,
  );
  return questions.length === 0 ? undefined : questions.slice(Math.max(0, first)).join(' ');
}

/** The text that a dependent question is looked up with. */
export function withContext(question: string, previousQuestion: string): string {
  return `${previousQuestion.trim()} ${question.trim()}`;
}

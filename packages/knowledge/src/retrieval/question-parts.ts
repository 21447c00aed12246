/** More than an answer has sentences for. */
const MOST_PARTS = 3;

const QUESTION_WORD =
  "(?:(?:in|on|at|for|by|from|to|with|of|until|till|since) )?(?:what(?:['’]?s)?|which|whose|who|whom|why|how(?:['’]?s)?)";
/** "When" and "where" also tell a time and a place: "and when I arrive". */
const PLACE_OR_TIME =
  "(?:(?:from|until|till|since) when|when|where)(?:['’]s|(?= (?:do|does|did|can|could|is|are|will|would|should|must|may|exactly|to)\\b)|(?= ?\\?))";
/** Behind these a subject follows: "is it", "do gift cards", but not "and have delivered" nor "and do the rest". */
const VERB =
  "(?:(?:is|are|can|could|will|would|should|does)|do(?! (?:it|this|that|these|those|so|the|a|an|my|some|something|nothing|not|n['’]?t)\\b)|(?:have|has)(?= (?:i|you|u|we|they|there|anyone|people)\\b)|(?:did|was|were|may|must|shall|am|(?:is|are|ca|could|wo|does|do|should)n['’]?t)(?= (?:i|you|u|we|they|he|she|it|there|that|this|these|those|my|your|our|the|their|any|anyone|people|all|both|members|kids|children|dogs|guests)\\b))";
const ASKING = `(?:${QUESTION_WORD}|${PLACE_OR_TIME}|${VERB})\\b`;

const GREETED = '(?:(?:and|also|but|so|then|oh|ok|okay|hi|hello|hey|please|sorry|excuse me|just)\\b[\\s,.!:-]*)*';
/** A clause that asks: at its beginning, or behind what is told first. */
const ASKS = new RegExp(
  `^${GREETED}${ASKING}|[,;:–—+&-] *(?:(?:and|also|then) )*${ASKING}|\\b(?:can|could|do|will|would|should|may) (?:i|you|we|they)\\b`,
  'iu',
);
const ASKS_AT_ONCE = new RegExp(`^${GREETED}${ASKING}`, 'iu');
const INDIRECT = `(?:${QUESTION_WORD}|when|where|whether|if)\\b`;
/** "I'd like to know how …", "can you tell me the price and whether …": behind it any question word goes on asking. */
const REQUEST = /\b(?:tell me|let me know|know|wonder(?:ing)?|ask(?:ing)?|find out|confirm|check)\b/iu;
const REQUESTS = new RegExp(`${REQUEST.source}\\s+(?:[^.?!]*\\s)?${INDIRECT}\\s+\\p{L}`, 'iu');

const AND = '(?:(?:and then|and|plus|also|as well as)\\b[\\s,]*)';
const JOINT = `(?:\\s*[,;]\\s*${AND}*|\\s+[-–—+&]\\s+${AND}*|\\s+${AND}+)`;
const BEHIND_A_WORD = '(?<=[\\p{L}\\p{N})”"\'’])';
const NEXT_QUESTION = new RegExp(`${BEHIND_A_WORD}${JOINT}(?=${ASKING})`, 'giu');
const NEXT_REQUEST = new RegExp(`${BEHIND_A_WORD}\\s*,?\\s+(?:and|plus|also)\\s+(?=${INDIRECT})`, 'giu');
/** In a few words: "price of a service + opening hours?". */
const NEXT_TERM = /\s+[+&]\s+/g;
const TERSE_WORDS = 16;

/**
 * A message of so many more words than its question tells something that need not matter. In a shorter one it does: "There are six of us.
 * Could we book a private class?"
 */
const LONG_WORDS = 20;

/** Says only that something will be asked. */
const ANNOUNCED = /^.{0,40}\b(?:questions?|things)\b[^:?.]{0,20}[:.]\s*/iu;
const NUMBERED = /^\s*(?:\d[.):]|[-*•+&])\s+|\s\d\)\s+/gm;
const JOINED =
  /^(?:(?:and|also|plus|oh|then|secondly|second|finally|lastly|another (?:thing|question))\b[\s,:–—-]*)+/iu;

/**
 * What a message asks, one thing each, in its order: sentences that ask, and clauses of one that do. What is told before a
 * question stays with it. By English words and by question marks; a message that asks one thing, or more than three, is left
 * whole.
 */
export function questionParts(message: string): string[] {
  const parts = questionsIn(message).map(({ told, asked }) => [...told, asked].join(' '));
  return parts.length > 1 && parts.length <= MOST_PARTS ? parts : [message];
}

/** A question, and the sentences that are told before it. */
interface AskedOf {
  told: string[];
  asked: string;
}

/** The only question of a message that tells more than it asks; undefined for one that does not. */
export function questionAlone(message: string): AskedOf | undefined {
  const [only, ...others] = questionsIn(message);
  const tells = message.split(/\s+/).length >= (only?.asked.split(/\s+/).length ?? 0) + LONG_WORDS;
  return only && others.length === 0 && tells ? only : undefined;
}

function questionsIn(message: string): AskedOf[] {
  const questions: AskedOf[] = [];
  let told: string[] = [];
  for (const sentence of sentencesOf(message.replace(ANNOUNCED, ''))) {
    if (!isAsking(sentence)) {
      told.push(sentence);
      continue;
    }
    for (const clause of clausesOf(sentence)) {
      const asked = clause.replace(JOINED, '').trim();
      if (/[\p{L}\p{N}]/u.test(asked)) questions.push({ told, asked });
      told = [];
    }
  }
  return questions;
}

/** Of a whole sentence. "…, which is too small." tells; "hi, do you ship" asks, though it has no mark. */
function isAsking(sentence: string): boolean {
  if (sentence.endsWith('?') || ASKS_AT_ONCE.test(sentence) || REQUESTS.test(sentence)) return true;
  return !/[.!…]$/.test(sentence) && ASKS.test(sentence);
}

function sentencesOf(message: string): string[] {
  return message
    .replace(NUMBERED, '\n')
    .split(/(?<=[?!.…])\s+|\s*\n+\s*/)
    .map((sentence) => sentence.replace(/^[+&-]\s+/, '').trim())
    .filter((sentence) => sentence !== '');
}

/** A sentence cut where behind a question another one begins. */
function clausesOf(sentence: string): string[] {
  const cuts = [...sentence.matchAll(NEXT_QUESTION)];
  if (REQUEST.test(sentence)) cuts.push(...sentence.matchAll(NEXT_REQUEST));
  if (sentence.split(/\s+/).length <= TERSE_WORDS) cuts.push(...sentence.matchAll(NEXT_TERM));
  const clauses: string[] = [];
  let from = 0;
  for (const { index, 0: joint } of cuts.sort((a, b) => a.index - b.index)) {
    const clause = sentence.slice(from, index);
    const isTerm = /[+&]/.test(joint);
    if (index < from || joint === '' || !(isTerm || ASKS.test(clause) || REQUEST.test(clause))) continue;
    clauses.push(clause);
    from = index + joint.length;
  }
  return [...clauses, sentence.slice(from)];
}

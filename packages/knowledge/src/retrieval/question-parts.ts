import { mayEndWithAbbreviation } from '../passages/split-sentences.ts';

/** More than an answer has sentences for. */
const MOST_PARTS = 3;

const QUESTION_WORD =
  "(?:(?:in|on|at|for|by|from|to|with|of|until|till|since) )?(?:what(?:['’]?s)?|which|whose|who|whom|why|how(?:['’]?s)?)";
/** "When" and "where" also tell a time and a place: "and when I arrive". */
const PLACE_OR_TIME =
  "(?:(?:from|until|till|since) when|when|where)(?:['’]s|(?= (?:do|does|did|can|could|is|are|will|would|should|must|may|exactly|to)\\b)|(?= ?\\?))";
const SUBJECT =
  '(?:i|you|u|we|they|he|she|it|there|that|this|these|those|my|your|our|the|their|any|anyone|people|all|both|members|kids|children|dogs|guests)\\b';
/** Behind these a subject follows: "is it", "do gift cards", but not "and have delivered" nor "and do the rest". */
const VERB =
  "(?:(?:is|are|can|could|will|would|should|does)(?= \\S)(?! (?:not|be|like|love|prefer|need|arrive|do|let|get|come)\\b)|do(?! (?:let|it|this|that|these|those|so|the|a|an|my|some|something|nothing|not|n['’]?t)\\b)|(?:have|has)(?= (?:i|you|u|we|they|there|anyone|people)\\b)|(?:did|was|were|may|must|shall|am|(?:is|are|ca|could|wo|does|do|should)n['’]?t)(?= SUBJECT))".replace(
    'SUBJECT',
    SUBJECT,
  );
const ASKING = `(?:${QUESTION_WORD}|${PLACE_OR_TIME}|${VERB})\\b`;
/** Behind a bare comma: "who helped me" and "which has a bath" say more of what stands before, and "can openers" are things. */
const ASKING_ANEW = `(?:(?:what(?:['’]?s)?|why|how(?:['’]?s)?)\\b|${PLACE_OR_TIME}|${VERB}\\b(?= ${SUBJECT}))`;

const GREETED = '(?:(?:and|also|but|so|then|oh|ok|okay|hi|hello|hey|please|sorry|excuse me|just)\\b[\\s,.!:-]*)*';
/** A clause that asks: at its beginning, or behind what is told first. */
const ASKS = new RegExp(
  `^${GREETED}${ASKING}|[,;:–—+&-] *(?:(?:and|also|then) )*${ASKING}|\\b(?:can|could|do|will|would|should|may) (?:i|you|we|they)\\b`,
  'iu',
);
const ASKS_AT_ONCE = new RegExp(`^${GREETED}${ASKING}`, 'iu');
const INDIRECT = `(?:${QUESTION_WORD}|when|where|whether|if)\\b`;
/** "I'd like to know how …", "can you tell me the price and whether …": behind it any question word goes on asking. */
const REQUEST =
  /(?<!\b(?:not|never|(?:do|wo|did|does|ca)n['’]?t) )\b(?:tell me|let me know|know|wonder(?:ing)?|ask(?:ing)?|find out|confirm|check)\b/iu;
const INDIRECTLY = new RegExp(`^${INDIRECT}`, 'iu');
const REQUESTS = new RegExp(`${REQUEST.source}\\s+(?:[^.?!]*\\s)?${INDIRECT}\\s+\\p{L}`, 'iu');

const AND = '(?:(?:and then|and|plus|also|as well as|if (?:so|yes))\\b[\\s,]*)';
const JOINT = `(?:\\s*[,;]\\s*${AND}+|\\s+[-–—+&]\\s+${AND}*|\\s+${AND}+)`;
const BEHIND_A_WORD = '(?<=[\\p{L}\\p{N})”"\'’])';
const NEXT_QUESTION = new RegExp(`${BEHIND_A_WORD}(?:${JOINT}(?=${ASKING})|\\s*[,;]\\s*(?=${ASKING_ANEW}))`, 'giu');
const NEXT_REQUEST = new RegExp(`${BEHIND_A_WORD}\\s*,?\\s+(?:and|plus|also)\\s+(?=${INDIRECT})`, 'giu');
/** In a few words: "price of a service + opening hours?". */
const NEXT_TERM = /\s+\+\s+(?!\d)(?=\S+\s+\S)/g;
const TERSE_WORDS = 16;

/**
 * A message of so many more words than its question tells something that need not matter. In a shorter one it does: "There are six of us.
 * Could we book a private class?"
 */
const LONG_WORDS = 20;

const HELLO = '(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day))\\b[\\s,!.:-]*)*';
/** Nobody asks two things of a page in so many words, and to look takes longer than it grows. */
const LONGEST_CHARS = 2_000;

/** Says only that something will be asked: "I have two questions:". */
const ANNOUNCED = new RegExp(
  `^${HELLO}(?:(?:just|i(?:['’]?ve| have| had| got)?(?: got)?|here are|there are) )*(?:a few|a couple of|some|two|three|[23]|several|a|one|quick)(?: (?:quick|short|small|more))* (?:questions?|things?)(?: (?:for you|please|to ask))?\\s*[:.!–-]\\s*`,
  'iu',
);
/** Asks nothing by itself: greets, calls, or asks whether one may ask. */
const PLEASANTRY = new RegExp(
  `^${HELLO}(?:${[
    'how are you(?: doing)?(?: today)?',
    '(?:is )?(?:anyone|anybody|someone|somebody) (?:there|here)',
    '(?:can|could|would|will) (?:you|u|someone|anyone|somebody) (?:please )?(?:(?:help|assist|advise)(?: me| us)?(?: out)?(?: with (?:this|that|it|something))?|(?:check|confirm|tell me|let me know|look into (?:this|that|it))(?: and let me know)?)',
    '(?:can|could|may) i (?:just )?ask(?: you)?(?: (?:a|some|one))?(?: quick)?(?: questions?| something)?',
    'any (?:ideas?|thoughts|help|advice|chance)',
    'do you know',
    "(?:i was |i am |i['’]?m )?(?:just )?(?:wondering|checking|asking|to (?:check|confirm|ask))",
    'let me know(?: if you do| asap| what to do)?',
    "können sie mir helfen|kannst du mir helfen|wie geht es ihnen|me puede[sn]? ayudar|qué tal|pouvez-vous m['’]aider",
    '',
  ].join('|')})(?: please| thanks)?[\\s?!.,:]*$`,
  'iu',
);
/** The same where nothing was told right before it: "Can we check in at nine, is that ok?". */
const TAG =
  /^(?:(?:and|so)[\s,]+)?(?:(?:is|would|will) (?:that|this|it)(?: be)? (?:ok|okay|right|correct|true|possible|fine|normal|a problem)|does that work|right|ok|okay|please|thanks|thank you|really|yes or no|or not|so|what|oder|verdad|n['’]est-ce pas)[\s?!.,]*$/iu;
const NUMBERED = /^\s*(?:\d[.):]|[-*•+&])\s+|\s\d\)\s+/gm;
const JOINED =
  /^(?:(?:and|also|plus(?! sizes?\b)|oh|then|if (?:so|yes)|(?:second|final|last)ly|second of all|second(?=[,:])|another (?:thing|question))\b[\s,:–—-]*)+/iu;

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
  const words = message.split(/\s+/).length;
  // Nearly all messages are shorter than that: they are not gone through for it.
  if (words <= LONG_WORDS) return undefined;
  const [only, ...others] = questionsIn(message);
  return only && others.length === 0 && words >= only.asked.split(/\s+/).length + LONG_WORDS ? only : undefined;
}

function questionsIn(message: string): AskedOf[] {
  if (message.length > LONGEST_CHARS) return [];
  const questions: AskedOf[] = [];
  let told: string[] = [];
  for (const sentence of sentencesOf(message.replace(ANNOUNCED, ''))) {
    const before = questions.at(-1);
    if (before && told.length === 0 && /^(?:or|because)\b/i.test(sentence)) {
      before.asked += ` ${sentence}`;
      continue;
    }
    if (!isAsking(sentence)) {
      told.push(sentence);
      continue;
    }
    for (const clause of clausesOf(sentence)) {
      const alone = clause.replace(JOINED, '').trim();
      // "And on Sundays?" leans on what stands before, and says so.
      const asked = ASKS_AT_ONCE.test(alone) || INDIRECTLY.test(alone) ? alone : clause.trim();
      if (PLEASANTRY.test(asked) || (told.length === 0 && TAG.test(asked))) continue;
      questions.push({ told, asked });
      told = [];
    }
  }
  return questions;
}

/** Of a whole sentence. "…, which is too small." tells; "hi, do you ship" asks, though it has no mark. */
function isAsking(sentence: string): boolean {
  if (/^what an? .*[!.]$/i.test(sentence)) return false;
  if (sentence.endsWith('?') || ASKS_AT_ONCE.test(sentence) || REQUESTS.test(sentence)) return true;
  return !/[.!…]$/.test(sentence) && ASKS.test(sentence);
}

function sentencesOf(message: string): string[] {
  return message
    .replace(NUMBERED, '\n')
    .split(/(?<=[?!.…])\s+|\s*\n+\s*|(?<=\p{L}\?)(?=\p{Lu}\p{Ll}+\s)/u)
    .reduce<string[]>((sentences, piece) => {
      const before = sentences.at(-1);
      if (before !== undefined && mayEndWithAbbreviation(before))
        sentences[sentences.length - 1] = `${before} ${piece}`;
      else sentences.push(piece);
      return sentences;
    }, [])
    .map((sentence) => sentence.replace(/^[+&-]\s+/, '').trim())
    .filter((sentence) => sentence !== '');
}

/** A sentence cut where behind a question another one begins. */
function clausesOf(sentence: string): string[] {
  const cutsAt = (pattern: RegExp, asksBefore: (clause: string) => boolean) =>
    [...sentence.matchAll(pattern)].map(({ index, 0: joint }) => ({
      ...{ index, behind: index + joint.length },
      // "Opening hours + can I pay cash?"
      follows: (clause: string) => joint.includes('+') || asksBefore(clause),
    }));
  const cuts = cutsAt(NEXT_QUESTION, (clause) => ASKS.test(clause) || REQUESTS.test(clause));
  if (REQUEST.test(sentence)) cuts.push(...cutsAt(NEXT_REQUEST, (clause) => REQUEST.test(clause)));
  const isTerse = !ASKS.test(sentence) && sentence.split(/\s+/).length <= TERSE_WORDS;
  if (isTerse) cuts.push(...cutsAt(NEXT_TERM, () => false));
  const clauses: string[] = [];
  let from = 0;
  for (const { index, behind, follows } of cuts.sort((a, b) => a.index - b.index)) {
    const clause = sentence.slice(from, index);
    if (index < from || !follows(clause) || PLEASANTRY.test(clause) || isOpen(clause, sentence.slice(behind))) continue;
    clauses.push(clause);
    from = behind;
  }
  return [...clauses, sentence.slice(from)];
}

/** Whether what comes next belongs to a clause: "how and when do I pay", "a room which is quiet and which has a balcony". */
function isOpen(clause: string, next: string): boolean {
  if (/(?:^|\s)(?:what|which|how|when|where|why|who|if|whether)$|^(?:what|which) \p{L}+$/iu.test(clause)) return true;
  return /\b(?:which|who|that)\b/i.test(clause) && /^(?:which|who|whose|whom)\b/i.test(next);
}

import { answerAbroad, smallTalkAbroad, wishesForPersonAbroad } from './manners/abroad.ts';
import { anger, isAngryAtUs } from './manners/anger.ts';
import { leavesContact } from './manners/contact.ts';
import { mannerOfEmergency } from './manners/danger.ts';
import { honesty, honestyWords } from './manners/honesty.ts';
import { injections, injectionWords } from './manners/injection.ts';
import { saysNoWord } from './manners/no-word.ts';
import { oneOf, pattern } from './manners/pattern.ts';
import { wishesForPerson } from './manners/person.ts';
import { smallTalkOf } from './manners/small-talk.ts';
import { answerTo } from './manners/yes-or-no.ts';
import { plainMessage } from './plain-message.ts';
import { type Offer, type ReplyKind, replyHandsOver } from './replies/reply-list.ts';

/** What a message says beside any passage, where there is no doubt. */
export type Manner = Exclude<ReplyKind, 'hand-over' | 'order'>;

const manners: ReadonlySet<string> = new Set<Manner>([
  ...(['person', 'emergency', 'anger', 'greeting', 'thanks', 'goodbye'] as const),
  ...(['honesty', 'capability', 'injection', 'off-topic', 'unclear'] as const),
]);

/** What retrieval tells about a message. */
export interface Heard {
  /** Probability of each kind of message; other kinds than replies have stand for none. Null where nothing tells. */
  kinds: Readonly<Record<string, number>> | null;
  /** Whether it leans on the question before. */
  dependsOnPrevious: boolean;
  /** Best first, with the probability that they answer it. */
  passages: readonly { score: number }[];
}

/** What a message is told by, beside its words. */
export interface Around {
  /** Left out where nothing was looked up. */
  heard?: Heard | undefined;
  /** What the chat offered before it. */
  offer?: Offer | undefined;
  /** In which the site answers (ISO 639-1): manners in English count everywhere, in others only there. */
  languages?: readonly string[];
}

/** A classifier that is so sure of a kind of message leaves no doubt. */
const certain = 0.9;
/** From this score of a passage on a message is a question all the same; chosen on the calibration. */
const mayAnswer = 0.6;
/** These a person has to see, whatever a passage says. */
const forPeople: ReadonlySet<string> = new Set<Manner>(['person', 'emergency']);

/** How likely it is that the customer's own order, booking or account is meant, and that a person has to see the message. */
export function likelihoodsOf(kinds: Heard['kinds']): { ownCase: number; forPerson: number } {
  const likelihood = (kind: string) => kinds?.[kind] ?? 0;
  return { ownCase: likelihood('own-case'), forPerson: Math.max(...[...forPeople].map(likelihood)) };
}

/** Whether a message is more likely one that needs no passage, such as small talk, than any other; not where a model must not word the answer. */
export function needsNoPassage(kinds: Heard['kinds']): boolean {
  return Object.entries(kinds ?? {}).some(
    ([kind, probability]) => probability > 0.5 && manners.has(kind) && !isNeverWorded(kind as Manner),
  );
}

/**
 * Whoever needs a person gets a reply that hands over, who asks for one is told the truth, and who instructs the bot instructs
 * no model, whatever that would word.
 */
export function isNeverWorded(manner: Manner): boolean {
  return manner === 'honesty' || manner === 'injection' || replyHandsOver({ kind: manner });
}

/** Whether a message sounds so much like an attempt to instruct the bot that no model is to word the answer, whatever else it may be. */
export function soundsLikeInjection(kinds: Heard['kinds']): boolean {
  const { injection = 0 } = kinds ?? {};
  return injection >= certain;
}

/** Whether a message more likely is something else than an attempt to instruct the bot. */
export function soundsPlain(kinds: Heard['kinds']): boolean {
  return kinds !== null && (kinds.injection ?? 0) < 0.5;
}

/**
 * Recognises what needs no answer from passages: a wish for a person, anger, small talk, "are you human?", an attempt to
 * instruct the bot. In doubt there is none, and the model decides.
 */
export function mannerOf(message: string, { heard, offer, languages = [] }: Around = {}): Manner | undefined {
  const said = plainMessage(message);
  const answered = offer ? answerToOffer(offer, said, languages) : undefined;
  const told = answered ?? mannerOfWords(said, languages);
  const isNear = (heard?.passages[0]?.score ?? 0) >= mayAnswer;
  // Beside a question somebody else may be called names.
  if (told === 'anger' && isNear && question.test(said) && !isAngryAtUs(said)) return undefined;
  if (told || !heard) return told;
  // To "no" and "huh?" a passage that begins with "Yes." is near, too.
  const isNothing = isEmpty(said, languages);
  const isUnclear = !heard.dependsOnPrevious && isNothing && (isNear || saysNoWord(said));
  return mannerOfKind(heard, said, isNear && !isNothing) ?? (isUnclear ? 'unclear' : undefined);
}

/** To a classifier "are you hiring?" sounds like "are you human?", and a reply to that loses a customer: of these kinds a word has to be there, too. */
const wordsOf: Partial<Record<Manner, RegExp>> = { honesty: honestyWords, injection: injectionWords };

/** By the kind of message, where retrieval is sure of it. */
function mannerOfKind(heard: Heard, said: string, mayBeAnswered: boolean): Manner | undefined {
  const [kind] = Object.entries(heard.kinds ?? {}).find(([, probability]) => probability >= certain) ?? [];
  if (kind === undefined || !manners.has(kind)) return undefined;
  if (wordsOf[kind as Manner]?.test(said) === false) return undefined;
  if (kind === 'emergency') return mannerOfEmergency(said, mayBeAnswered);
  // "Why?" is unclear by itself, and a plumber's passages may answer what sounds off topic.
  const isAsked = heard.dependsOnPrevious || mayBeAnswered;
  return isAsked && !forPeople.has(kind) ? undefined : (kind as Manner);
}

const questionWords = oneOf(
  'are, can, could, did, do, does, how, is, may, should, what(?! an? ), when, where, which, who, will, would, wtf (?:are|do|does|is)',
);
const question = pattern`[?？]|(?:^|[.,;:!] |\b(?:and|but|so) )${questionWords}\b`;

/** An angry message, or one that asks for a person, may name what it is about. */
const ofNothing: ReadonlySet<string | undefined> = new Set<Manner>([
  ...(['greeting', 'thanks', 'goodbye', 'honesty', 'injection'] as const),
]);

/** Whether a message has nothing that what is said next could lean on: small talk, "are you a bot?", a yes or a no, "huh?", or signs alone. */
export function saysNothing(message: string, languages: readonly string[] = []): boolean {
  return isEmpty(plainMessage(message), languages);
}

function isEmpty(said: string, languages: readonly string[]): boolean {
  return (
    saysNoWord(said) ||
    ofNothing.has(mannerOfWords(said, languages)) ||
    answerToOffer('more', said, languages) !== undefined
  );
}

function answerToOffer(offer: Offer, said: string, languages: readonly string[]): Manner | undefined {
  if (offer === 'contact' && leavesContact(said)) return 'person';
  return answerTo(offer, said) ?? answerAbroad(languages, offer, said);
}

/** By words that leave no doubt. */
function mannerOfWords(said: string, languages: readonly string[]): Manner | undefined {
  if (said === '') return undefined;
  const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(said));
  if (matches(injections)) return 'injection';
  // "Can I talk to a person?" asks for one, "Am I talking to a person?" does not.
  if (matches(honesty)) return 'honesty';
  if (matches(wishesForPerson) || wishesForPersonAbroad(languages, said)) return 'person';
  if (matches(anger)) return 'anger';
  return smallTalkOf(said) ?? smallTalkAbroad(languages, said);
}

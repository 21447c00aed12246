import { embedTogether } from './embed-together.ts';
import { type Embedder, loadEmbedder } from './embedder.ts';
import { dependsOnPrevious, hasWord, withContext } from './follow-up.ts';
import { type Judge, loadJudge } from './judge.ts';
import { loadMessageReader, type MessageKinds, type MessageReader } from './message-reader.ts';
import type { FoundPassage, PassageIndex } from './passage-index.ts';
import { questionAlone, questionParts } from './question-parts.ts';
import { MOST_JUDGED, rankPassages } from './rank-passages.ts';
import { type RoundedVector, roundVector } from './rounded-vector.ts';

export interface Retrieval {
  /** The question as it was read: misspelled words as the site spells them. The one before it too. */
  question: string;
  previousQuestion: string | undefined;
  /** Whether each word of the question, as it was read, stands in the passages; asked in English, one that the embedder knows counts beside such words, too. */
  isInOwnWords: boolean;
  /** Whether the question was looked up with the one before it, which the prompt then needs too. */
  dependsOnPrevious: boolean;
  /** Best first. */
  passages: FoundPassage[];
  /** Where it asks several things each of them, and where it tells more than it asks its question alone, with what was found for that. Else, and in a hurry, none. */
  parts: QuestionPart[];
  /** Many asked at the same time, so fewer passages were read: at leisure, another one may have been first. */
  isHurried: boolean;
  /** Of the question alone; null where there was nothing to look it up in. */
  vector: RoundedVector | null;
  /** What kind of message the question may be; null without a reader of messages. */
  kinds: MessageKinds | null;
}

export interface QuestionPart {
  question: string;
  /** Best first. */
  passages: FoundPassage[];
}

export interface RetrievalRequest {
  question: string;
  /** What the customer asked before, if anything (`questionBefore`). */
  previousQuestion?: string | undefined;
  /** What was answered to that. */
  previousAnswer?: string | undefined;
  /**
   * In which it is asked, ISO 639-1. Defaults to English. In any other all stays as it is written: only of English the embedder
   * knows which words there are.
   */
  language?: string | undefined;
  /** Passages wanted. Defaults to 3. */
  limit?: number;
}

export interface RetrievalModels {
  embedder: Embedder;
  /** Tells what kind of message it is. */
  messageReader?: MessageReader | undefined;
  /** Orders what was found. */
  judge?: Judge | undefined;
}

/**
 * Loads what passages are found with from a prepared embedding model's folder; once per process.
 *
 * @throws ModelError `not_prepared`; EngineError as `createEncoder`; TokenizerError
 */
export async function loadRetrievalModels(dir: string): Promise<RetrievalModels & { close(): Promise<void> }> {
  const loading = [
    loadEmbedder(dir),
    loadMessageReader(dir, { threads: 1 }),
    // Nothing else takes a question as long: 31 instead of 51 ms.
    loadJudge(dir, { threads: 2 }),
  ] as const;
  const close = async () => {
    const loaded = await Promise.allSettled(loading);
    await Promise.all(loaded.map((one) => (one.status === 'fulfilled' ? one.value?.close() : undefined)));
  };
  try {
    const [embedder, messageReader, judge] = await Promise.all(loading);
    return { embedder: judge ? embedTogether(embedder, judge) : embedder, messageReader, judge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The passages that may answer a question.
 *
 * @throws EngineError `native_failure`, `closed`
 */
export async function retrieve(
  models: RetrievalModels,
  index: PassageIndex,
  { limit = 3, language = 'en', ...asked }: RetrievalRequest,
): Promise<Retrieval> {
  const { embedder, messageReader } = models;
  const isEnglish = language === 'en';
  const isWord = (word: string) => isEnglish && embedder.knows(word);
  const read = (text: string) => (isEnglish ? index.respelled(text, isWord) : text);
  const question = read(asked.question);
  const previousQuestion = asked.previousQuestion && read(asked.previousQuestion);
  const heard = { question, previousQuestion, isInOwnWords: index.usesWordsOf(question, isWord) };
  const message = { ...asked, question, previousQuestion };
  if (index.size === 0) {
    const nothing = { passages: [], parts: [], isHurried: false, vector: null, kinds: null };
    return { ...heard, dependsOnPrevious: isFollowUp(message), ...nothing };
  }
  const kinds = (await messageReader?.kindsOf(question)) ?? null;
  const { vector, ...whole } = await lookUpWhole(models, index, message, limit, kinds);
  const parts = whole.isHurried ? undefined : await lookUpParts(models, index, message, limit);
  const isHurried = parts === undefined;
  return { ...heard, ...whole, parts: parts ?? [], isHurried, vector: roundVector(vector), kinds };
}

type Asked = Omit<RetrievalRequest, 'limit' | 'language'> & { isAskedWith?: boolean };

function isFollowUp({ question, previousQuestion }: Asked): boolean {
  return previousQuestion !== undefined && dependsOnPrevious(question);
}

/** What was found for a question. */
interface Found {
  /** Best first. */
  passages: FoundPassage[];
  isHurried: boolean;
  dependsOnPrevious: boolean;
  /** Of the question alone. */
  vector: Float32Array;
}

/**
 * Words tell half of what leans on the question before ("does that take long?"). The other half ("any cheaper for students?") has
 * only what is found to tell it by: where nothing sure is found for it alone, it is looked up behind that question, too.
 */
async function lookUpWhole(
  models: RetrievalModels,
  index: PassageIndex,
  asked: Asked,
  limit: number,
  kinds: MessageKinds | null,
): Promise<Found> {
  const first = await lookUp(models, index, asked, limit);
  const isTold = first.dependsOnPrevious || asked.previousQuestion === undefined;
  const isSure = isTold || scoreOf(first) >= STANDS_ALONE || !hasWord(asked.question) || !mayLean(kinds);
  if (isSure || first.isHurried) return first;
  const leaning = await lookUp(models, index, asked, limit, first.vector);
  const isBetter = scoreOf(leaning) > Math.max(scoreOf(first), LIKELY);
  return isBetter ? leaning : { ...first, isHurried: leaning.isHurried };
}

/** Behind a question most of what is asked in few words sounds unclear; thanks and anger do not lean on it. */
const SOUNDS_LIKE_MORE: ReadonlySet<string> = new Set(['ask', 'own-case', 'off-topic', 'unclear']);
const SURELY = 0.9;

function mayLean(kinds: MessageKinds | null): boolean {
  return !Object.entries(kinds ?? {}).some(([kind, likely]) => likely >= SURELY && !SOUNDS_LIKE_MORE.has(kind));
}

const scoreOf = ({ passages: [best] }: Found): number => best?.score ?? 0;

/** @param known the question's vector, of one that is looked up behind the one before whatever its words */
async function lookUp(
  { embedder, judge }: RetrievalModels,
  index: PassageIndex,
  asked: Asked,
  limit: number,
  known?: Float32Array,
): Promise<Found> {
  const dependsOnPrevious = known !== undefined || isFollowUp(asked);
  const { question, previousQuestion = '', previousAnswer, isAskedWith } = asked;
  const inContext = dependsOnPrevious ? withContext(question, previousQuestion) : question;
  const texts = dependsOnPrevious ? [question, inContext] : [question];
  const vectors = known
    ? [known, ...(await embedder.embed([inContext], 'question'))]
    : await embedder.embed(texts, 'question');
  const searches = texts.map((text, place) => ({ text, vector: vectors[place] as Float32Array }));
  const found = await index.search(searches, Math.max(MOST_JUDGED, limit));
  const said = dependsOnPrevious ? previousAnswer : undefined;
  const { passages, isHurried } = await rankPassages(judge, inContext, found, { said, isAskedWith });
  return { passages: passages.slice(0, limit), isHurried, dependsOnPrevious, vector: vectors[0] as Float32Array };
}

/**
 * Looks up one part after the other, each of which may lean on the one before it; or the only question of a long message, alone.
 *
 * @returns undefined where others wait meanwhile
 */
async function lookUpParts(
  models: RetrievalModels,
  index: PassageIndex,
  message: Asked,
  limit: number,
): Promise<QuestionPart[] | undefined> {
  const parts: QuestionPart[] = [];
  for (const question of partsToLookUp(message.question)) {
    const part = { ...message, ...question, ...(parts.length > 0 ? askedAfter(parts) : {}) };
    const { passages, isHurried } = await lookUp(models, index, part, limit);
    if (isHurried) return undefined;
    parts.push({ question: part.question, passages });
  }
  return parts;
}

function partsToLookUp(message: string): Pick<Asked, 'question' | 'previousQuestion'>[] {
  const alone = questionAlone(message);
  if (alone) return [{ question: alone.asked, previousQuestion: alone.told.at(-1) }];
  const questions = questionParts(message);
  return questions.length > 1 ? questions.map((question) => ({ question })) : [];
}

/** What a part may lean on, and what of it is answered. */
function askedAfter(parts: readonly QuestionPart[]) {
  const before = parts.at(-1);
  const [best] = before?.passages ?? [];
  const isAnswered = best !== undefined && best.score >= LIKELY;
  const previousAnswer = isAnswered ? textOf(best) : undefined;
  return { previousQuestion: before?.question, previousAnswer, isAskedWith: true };
}

/** With a passage that answers it so likely, a question needs none before it. */
const STANDS_ALONE = 0.8;
/** A passage that so likely answers is taken for an answer. */
const LIKELY = 0.5;

const textOf = ({ sentences }: FoundPassage): string => sentences.map(({ text }) => text).join(' ');

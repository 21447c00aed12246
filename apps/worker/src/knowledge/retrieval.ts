import { saysNothing } from '@frontdesk/answers';
import { type Database, findPassages, readSiteKnowledge } from '@frontdesk/database';
import {
  type FoundPassage,
  type MessageKinds,
  PassageIndex,
  questionBefore,
  type Retrieval,
  type RetrievalModels,
  type RoundedVector,
  retrieve,
  SiteIndexes,
} from '@frontdesk/knowledge/retrieval';
import type { MessageRole } from '@frontdesk/protocol';
import { createPromptIndexes, promptPassagePrefix } from './prompt-index.ts';

export interface RetrievedPassage {
  id: string;
  title: string;
  /** Where the site says it; null where there is no such place. */
  url: string | null;
  /** Probability that it answers the question. */
  score: number;
  /** Whole sentences, each with its own score. */
  sentences: { text: string; score: number }[];
}

/** A question of a message, such as one of several. */
export interface RetrievedPart {
  question: string;
  /** Best first, three at most. */
  passages: readonly RetrievedPassage[];
}

export interface Asked {
  question: string;
  /** The customer's question before this one, with those that it leans on itself, if there was one; thanks between the two are none. */
  previousQuestion: string | undefined;
  /** All that was answered since. */
  previousAnswer?: string | undefined;
}

export interface Retrieved {
  /** The questions as they were read, misspelled words as the site spells them. Left out where nothing was looked up. */
  asked?: Asked;
  /** Whether each word of the question, as it was read, stands in what was looked through, or is an English one beside such words. */
  isInOwnWords?: boolean;
  /** Best first, three at most. */
  passages: readonly RetrievedPassage[];
  /** Where it asks several things each, and where it tells more than it asks its question, with what was found for that. Else, and in a hurry, left out. */
  parts?: readonly RetrievedPart[];
  /** Many asked at the same time, so less was read: at leisure, others may have been found. */
  isHurried?: boolean;
  /** Whether the question can't be understood without the one before it. */
  dependsOnPrevious: boolean;
  /** Passages of the site wait for vectors of this embedding model: not all that it knows was looked through. */
  isUnread?: boolean;
  /** What kind of message the question may be; null where nothing tells. */
  kinds: MessageKinds | null;
  /** The question's vector, and the hash of the embedding model that made it. */
  embedding: { vector: RoundedVector; hash: string } | null;
}

export const nothingFound: Retrieved = { passages: [], dependsOnPrevious: false, kinds: null, embedding: null };

/** A question as it is looked up. */
interface LookedUp extends Asked {
  /** In which it is asked; English unless given. */
  language?: string;
}

/** Finds the passages that may answer a question; null for a site without knowledge. */
export type Retrieve = (
  asked: LookedUp & {
    siteId: string;
    knowledgeVersion: number;
    /** A prompt, whose sentences are looked through with the site's passages. */
    prompt?: string | null;
    /** What was found in the site's passages before: they are not looked through again. */
    found?: Retrieved | null;
  },
) => Promise<Retrieved | null>;

/** Keeps sites' passages in memory from one question to the next. */
export type KeepingRetrieve = Retrieve & {
  /** Lets go of what is kept of a site. */
  forget(siteId: string): void;
};

/** Whether a passage is one of the site's documents, and no sentence of a prompt. */
export const isSitePassage = ({ id }: { id: string }): boolean => !id.startsWith(promptPassagePrefix);

/** As if no site had any knowledge. */
export const noKnowledge: Retrieve = async () => null;

export interface RetrieveOptions extends RetrievalModels {
  database: Database;
  /** A question was looked up, in a site's passages or in a prompt. */
  onRetrieved?(report: { durationMs: number }): void;
  /** A site's passages were read into memory. Those that another embedding model made vectors of can't be found. */
  onLoaded?(report: { siteId: string; passages: number; unusable: number; durationMs: number }): void;
}

/** Looks questions up in the site's passages. */
export function createRetrieve({ database, onRetrieved, onLoaded, ...models }: RetrieveOptions): KeepingRetrieve {
  const { embedder } = models;
  /** Of sites that have passages without vectors of this embedding model. */
  const unread = new WeakSet<PassageIndex>();
  const indexes = new SiteIndexes(async (siteId) => {
    const startedMs = performance.now();
    const { version, passages } = await readSiteKnowledge(database, { siteId, embeddingHash: embedder.hash });
    const usable = passages.flatMap(({ id, titlePath, sentences, vectors }) => {
      const [passage, ...others] = vectors ?? [];
      return passage ? [{ id, title: titlePath.join(': '), sentences, vectors: { passage, sentences: others } }] : [];
    });
    const index = await PassageIndex.make(usable);
    if (usable.length < passages.length) unread.add(index);
    const durationMs = performance.now() - startedMs;
    onLoaded?.({ siteId, passages: index.size, unusable: passages.length - usable.length, durationMs });
    return { version, index };
  });
  const promptIndexOf = createPromptIndexes(embedder);

  type Name = (passages: readonly FoundPassage[]) => RetrievedPassage[];

  async function siteNames(siteId: string, { passages, parts }: Retrieval): Promise<Name> {
    const found = [passages, ...parts.map((part) => part.passages)].flat();
    const stored = await findPassages(database, { siteId, ids: [...new Set(found.map(({ id }) => id))] });
    const byId = new Map(stored.map((passage) => [passage.id, passage]));
    return (passages) =>
      passages.flatMap(({ id, score, sentences }) => {
        // What was deleted a moment ago is not known any more.
        const passage = byId.get(id);
        if (!passage) return [];
        const title = passage.titlePath.join(' › ') || passage.documentTitle;
        return [{ id, title, url: passage.link, score, sentences }];
      });
  }

  const promptName: Name = (passages) =>
    passages.map(({ id, score, sentences }) => ({ id, title: 'Prompt', url: null, score, sentences }));

  /** Null for a site without knowledge. */
  async function lookInSite(siteId: string, knowledgeVersion: number, asked: LookedUp): Promise<Retrieved | null> {
    // Version 0: nothing was ever imported.
    const index = knowledgeVersion === 0 ? null : await indexes.get(siteId, knowledgeVersion);
    if (!index) return null;
    const isUnread = unread.has(index);
    if (index.size === 0) return isUnread ? { ...nothingFound, isUnread } : null;
    const startedMs = performance.now();
    const retrieval = await retrieve(models, index, asked);
    const found = timed(asFound(retrieval, await siteNames(siteId, retrieval)), startedMs);
    return isUnread ? { ...found, isUnread } : found;
  }

  /** Null for a prompt without sentences. */
  async function lookInPrompt(prompt: string, asked: LookedUp): Promise<Retrieved | null> {
    const index = await promptIndexOf(prompt);
    if (index.size === 0) return null;
    const startedMs = performance.now();
    const retrieval = await retrieve(models, index, asked);
    return timed(asFound(retrieval, promptName), startedMs);
  }

  const timed = (found: Retrieved, startedMs: number): Retrieved => {
    onRetrieved?.({ durationMs: performance.now() - startedMs });
    return found;
  };

  const asFound = (
    { question, previousQuestion, passages, parts, vector, ...heard }: Retrieval,
    name: Name,
  ): Retrieved => ({
    ...heard,
    asked: { question, previousQuestion },
    embedding: vector && { vector, hash: embedder.hash },
    passages: name(passages),
    ...(parts.length > 0 ? { parts: parts.map((part) => ({ ...part, passages: name(part.passages) })) } : {}),
  });

  const retrieveOf: Retrieve = async ({ siteId, knowledgeVersion, prompt, found, ...asked }) => {
    const inSite = found === undefined ? await lookInSite(siteId, knowledgeVersion, asked) : found;
    const inPrompt = prompt ? await lookInPrompt(prompt, asked) : null;
    if (!inSite || !inPrompt) return inPrompt ?? inSite;
    // What can't be found in says nothing of how the question is to be read.
    if (inSite.isUnread && !inSite.embedding) return { ...inPrompt, isUnread: true };
    const { parts: _, ...rest } = inSite;
    const parts = partsOfBoth(inSite.parts, inPrompt.parts);
    return {
      ...rest,
      isHurried: (inSite.isHurried || inPrompt.isHurried) ?? false,
      passages: bestOfBoth(inSite.passages, inPrompt.passages),
      ...(parts ? { parts } : {}),
    };
  };
  return Object.assign(retrieveOf, { forget: (siteId: string) => indexes.delete(siteId) });
}

const mostPassages = 3;

function bestOfBoth(one: readonly RetrievedPassage[], other: readonly RetrievedPassage[]): RetrievedPassage[] {
  return [...one, ...other].sort((a, b) => b.score - a.score).slice(0, mostPassages);
}

/** Both were read as the passages spell them, so that one may have been cut where the other was not. */
function partsOfBoth(
  one: readonly RetrievedPart[] = [],
  other: readonly RetrievedPart[] = [],
): RetrievedPart[] | undefined {
  if (one.length === 0 || one.length !== other.length) return undefined;
  return one.map(({ question, passages }, place) => ({
    question,
    passages: bestOfBoth(passages, other[place]?.passages ?? []),
  }));
}

/** What was found for everything that is asked, best first: of each part the best, and what was found for the whole. */
export function foundForAll({ passages, parts = [] }: Retrieved): RetrievedPassage[] {
  const all = [...passages, ...parts.flatMap((part) => part.passages.slice(0, 1))].sort((a, b) => b.score - a.score);
  return all.filter(({ id }, place) => all.findIndex((other) => other.id === id) === place).slice(0, mostPassages);
}

/** What a conversation asks at its end, of a site that answers in `languages`. */
export function theQuestion(
  history: readonly { role: MessageRole; text: string }[],
  languages: readonly string[] = [],
): Asked {
  const isAsked = ({ role, text }: (typeof history)[number]) => role === 'visitor' && text.trim() !== '';
  const last = history.findLastIndex(isAsked);
  const asked = history.slice(0, Math.max(0, last)).filter((one) => isAsked(one) && !saysNothing(one.text, languages));
  const question = history[last]?.text ?? '';
  const previous = asked.at(-1);
  if (!previous) return { question, previousQuestion: undefined };
  const answers = history.slice(history.lastIndexOf(previous), last).filter(({ role }) => role !== 'visitor');
  return {
    question,
    previousQuestion: questionBefore(asked.map(({ text }) => text)),
    previousAnswer: answers.map(({ text }) => text).join('\n'),
  };
}

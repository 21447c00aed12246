import { type Database, findPassages, readSiteKnowledge } from '@frontdesk/database';
import { cleanLine, splitSentences } from '@frontdesk/knowledge';
import {
  type Embedder,
  embedPassages,
  type FoundPassage,
  PassageIndex,
  retrieve,
  SiteIndexes,
} from '@frontdesk/knowledge/retrieval';
import type { MessageRole } from '@frontdesk/protocol';

export interface RetrievedPassage {
  id: string;
  title: string;
  /** Where the site says it; null where there is no such place. */
  url: string | null;
  /** How well it fits the question. */
  score: number;
  /** Whole sentences, each with its own score. */
  sentences: { text: string; score: number }[];
}

export interface Asked {
  question: string;
  /** The customer's question before this one, if there was one. */
  previousQuestion: string | undefined;
}

export interface Retrieved {
  /** Best first, three at most. */
  passages: readonly RetrievedPassage[];
  /** Whether the question can't be understood without the one before it. */
  dependsOnPrevious: boolean;
  /** The question's vector, and the hash of the embedding model that made it. */
  embedding: { vector: Float32Array; hash: string } | null;
}

/** Finds the passages that may answer a question; null for a site without knowledge. */
export type Retrieve = (
  asked: Asked & {
    siteId: string;
    knowledgeVersion: number;
    /** A caller's own text, whose sentences are looked through with the site's passages. */
    systemText?: string | null;
  },
) => Promise<Retrieved | null>;

/** Where sentences of a caller's own text stand among the passages; the site does not have them. */
const ownPassage = /^system-\d+$/;
export const isSitePassage = ({ id }: { id: string }): boolean => !ownPassage.test(id);

/** As if no site had any knowledge. */
export const noKnowledge: Retrieve = async () => null;

export interface RetrieveOptions {
  database: Database;
  embedder: Embedder;
  /** A question was looked up. */
  onRetrieved?(report: { durationMs: number }): void;
  /** A site's passages were read into memory. Those that another embedding model made vectors of can't be found. */
  onLoaded?(report: { siteId: string; passages: number; unusable: number; durationMs: number }): void;
}

/** Looks questions up in the site's passages, which are kept in memory from one question to the next. */
export function createRetrieve({ database, embedder, onRetrieved, onLoaded }: RetrieveOptions): Retrieve {
  const indexes = new SiteIndexes(async (siteId) => {
    const startedMs = performance.now();
    const { passages } = await readSiteKnowledge(database, { siteId, embeddingHash: embedder.hash });
    const usable = passages.flatMap(({ id, titlePath, sentences, vectors }) => {
      const [passage, ...others] = vectors ?? [];
      return passage ? [{ id, title: titlePath.join(': '), sentences, vectors: { passage, sentences: others } }] : [];
    });
    const index = new PassageIndex(usable);
    const durationMs = performance.now() - startedMs;
    onLoaded?.({ siteId, passages: index.size, unusable: passages.length - usable.length, durationMs });
    return index;
  });
  const ownIndexes = createOwnIndexes(embedder);

  async function nameSitePassages(siteId: string, passages: readonly FoundPassage[]): Promise<RetrievedPassage[]> {
    const stored = await findPassages(database, { siteId, ids: passages.map(({ id }) => id) });
    const byId = new Map(stored.map((passage) => [passage.id, passage]));
    return passages.flatMap(({ id, score, sentences }) => {
      // What was deleted a moment ago is not known any more.
      const passage = byId.get(id);
      if (!passage) return [];
      const title = passage.titlePath.join(' › ') || passage.documentTitle;
      return [{ id, title, url: passage.link, score, sentences }];
    });
  }

  return async ({ siteId, knowledgeVersion, systemText, ...asked }) => {
    // Version 0: nothing was ever imported.
    const index = knowledgeVersion === 0 ? null : await indexes.get(siteId, knowledgeVersion);
    const ownIndex = systemText ? await ownIndexes(systemText) : null;
    if (!index?.size && !ownIndex?.size) return null;
    const startedMs = performance.now();
    const inSite = index?.size ? await retrieve(embedder, index, asked) : null;
    const inOwn = ownIndex?.size ? await retrieve(embedder, ownIndex, asked) : null;
    const passages = inSite ? await nameSitePassages(siteId, inSite.passages) : [];
    for (const { id, score, sentences } of inOwn?.passages ?? []) {
      passages.push({ id, title: 'System text', url: null, score, sentences });
    }
    onRetrieved?.({ durationMs: performance.now() - startedMs });
    const { dependsOnPrevious = false, vector = null } = inSite ?? inOwn ?? {};
    return {
      dependsOnPrevious,
      embedding: vector && { vector, hash: embedder.hash },
      passages: passages.sort((a, b) => b.score - a.score).slice(0, mostPassages),
    };
  };
}

const mostPassages = 3;
/** Texts of callers that are kept: one who sends a text with every question mostly sends the same. */
const mostOwnTexts = 64;

/** Indexes of callers' texts, a passage for each sentence. */
function createOwnIndexes(embedder: Embedder): (text: string) => Promise<PassageIndex> {
  const kept = new Map<string, Promise<PassageIndex>>();
  const make = async (text: string) => {
    const sentences = text.split('\n').flatMap((line) => splitSentences(cleanLine(line.replace(listMark, ''))));
    const passages = sentences.map((sentence, index) => ({
      ...{ id: `system-${index + 1}`, title: '', sentences: [sentence] },
    }));
    const vectors = await embedPassages(embedder, passages);
    return new PassageIndex(
      passages.flatMap((passage, index) => {
        const made = vectors[index];
        return made ? [{ ...passage, vectors: made }] : [];
      }),
    );
  };
  return (text) => {
    const index = kept.get(text) ?? make(text);
    kept.delete(text);
    kept.set(text, index);
    index.catch(() => kept.delete(text));
    const [oldest] = kept.keys();
    if (kept.size > mostOwnTexts && oldest !== undefined) kept.delete(oldest);
    return index;
  };
}

const listMark = /^\s*(?:[-*•]|\d{1,2}[.)])\s+/;

/** What a conversation asks at its end. */
export function theQuestion(history: readonly { role: MessageRole; text: string }[]): Asked {
  const asked = history.filter(({ role, text }) => role === 'visitor' && text.trim() !== '').map(({ text }) => text);
  return { question: asked.at(-1) ?? '', previousQuestion: asked.at(-2) };
}

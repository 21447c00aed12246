import { type Database, findPassages, readSiteKnowledge } from '@frontdesk/database';
import { type Embedder, PassageIndex, retrieve, SiteIndexes } from '@frontdesk/knowledge/retrieval';
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
export type Retrieve = (asked: Asked & { siteId: string; knowledgeVersion: number }) => Promise<Retrieved | null>;

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
  return async ({ siteId, knowledgeVersion, ...asked }) => {
    // Nothing was ever imported.
    if (knowledgeVersion === 0) return null;
    const index = await indexes.get(siteId, knowledgeVersion);
    if (index.size === 0) return null;
    const startedMs = performance.now();
    const { passages, dependsOnPrevious, vector } = await retrieve(embedder, index, asked);
    const found = await findPassages(database, { siteId, ids: passages.map(({ id }) => id) });
    onRetrieved?.({ durationMs: performance.now() - startedMs });
    const shown = new Map(found.map((passage) => [passage.id, passage]));
    return {
      dependsOnPrevious,
      embedding: vector && { vector, hash: embedder.hash },
      passages: passages.flatMap(({ id, score, sentences }) => {
        // What was deleted a moment ago is not known any more.
        const passage = shown.get(id);
        if (!passage) return [];
        const title = passage.titlePath.join(' › ') || passage.documentTitle;
        return [{ id, title, url: passage.link, score, sentences }];
      }),
    };
  };
}

/** What a conversation asks at its end. */
export function theQuestion(history: readonly { role: MessageRole; text: string }[]): Asked {
  const asked = history.filter(({ role, text }) => role === 'visitor' && text.trim() !== '').map(({ text }) => text);
  return { question: asked.at(-1) ?? '', previousQuestion: asked.at(-2) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  findOutdatedPassages,
  type OutdatedPassage,
  raiseKnowledgeVersion,
  storePassageVectors,
} from '@frontdesk/database';
import type { PassageEmbedder } from './import-knowledge.ts';

export interface EmbedAnewOptions {
  database: Database;
  embedder: PassageEmbedder;
  /** The worker stops: the next one goes on. */
  signal: AbortSignal;
  /** All passages of a site can be found again. */
  onSite(report: { siteId: string; passages: number }): void;
  /** The store or the embedder failed; it goes on after a pause. */
  onError(error: unknown): void;
  pauseMs?: number;
}

const batchSize = 32;
const pauseAfterErrorMs = 5_000;

/**
 * Makes new vectors of all passages whose vectors are another embedding model's: after a change of the model, questions
 * would find nothing. Site by site, each made known when it is whole, since workers then read all its passages again.
 */
export async function embedAnew(options: EmbedAnewOptions): Promise<void> {
  const { database, embedder, signal, onSite, onError, pauseMs = pauseAfterErrorMs } = options;
  let site: { siteId: string; passages: number } | undefined;
  const endSite = async () => {
    if (!site) return;
    await raiseKnowledgeVersion(database, site.siteId);
    onSite(site);
    site = undefined;
  };
  /** @returns whether there may be more */
  const goOn = async () => {
    const found = await findOutdatedPassages(database, { embeddingHash: embedder.hash, limit: batchSize });
    const siteId = found[0]?.siteId;
    if (siteId !== site?.siteId) await endSite();
    if (siteId === undefined) return false;
    site ??= { siteId, passages: 0 };
    const batch = found.filter((passage) => passage.siteId === siteId);
    await storePassageVectors(database, embedder.hash, await embedBatch(embedder, batch));
    site.passages += batch.length;
    return true;
  };
  let more = true;
  while (more && !signal.aborted) {
    try {
      more = await goOn();
    } catch (error) {
      onError(error);
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
  // Stopped within a site: what it has so far can be found.
  await endSite();
}

async function embedBatch(embedder: PassageEmbedder, passages: readonly OutdatedPassage[]) {
  const made = await embedder.embedPassages(
    passages.map(({ titlePath, sentences }) => ({ title: titlePath.join(': '), sentences })),
  );
  return passages.map(({ id, siteId }, index) => {
    const vectors = made[index];
    if (!vectors) throw new Error('a passage got no vectors');
    return { id, siteId, vectors: [vectors.passage, ...vectors.sentences] };
  });
}

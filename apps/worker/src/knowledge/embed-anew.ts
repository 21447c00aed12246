import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  findOutdatedPassages,
  listLiveWorkers,
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
  /** Asked before each batch: another worker may have taken over. */
  isOurs?(): Promise<boolean>;
  pauseMs?: number;
}

const batchSize = 32;
const pauseAfterErrorMs = 5_000;
/** A passage whose vectors can't be made is tried again after twice as long each time, but at least so often. */
const longestPauseMs = 600_000;

/**
 * Makes new vectors of all passages whose vectors are another embedding model's: after a change of the model, questions
 * would find nothing. Site by site, each made known when it is whole, since workers then read all its passages again. A
 * passage whose vectors can't be made is passed over, and tried again when all others have theirs.
 */
export async function embedAnew(options: EmbedAnewOptions): Promise<void> {
  const { database, embedder, signal, onSite, onError, isOurs, pauseMs = pauseAfterErrorMs } = options;
  let site: { siteId: string; passages: number } | undefined;
  /** As far as it has come. */
  let last: OutdatedPassage | undefined;
  /** So many of the next are tried one by one: one of them has failed. */
  let alone = 0;
  let passedOver = 0;
  let retryMs = pauseMs;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
  const endSite = async () => {
    if (!site) return;
    if (site.passages > 0) {
      await raiseKnowledgeVersion(database, site.siteId);
      onSite(site);
    }
    site = undefined;
  };
  const goPast = (batch: readonly OutdatedPassage[]) => {
    last = batch.at(-1);
    alone = Math.max(0, alone - batch.length);
  };
  const beginAgain = async () => {
    if (passedOver > 0) {
      await pause(retryMs);
      retryMs = Math.min(2 * retryMs, longestPauseMs);
    }
    passedOver = 0;
    last = undefined;
  };
  /** @returns whether there may be more */
  const goOn = async () => {
    if (isOurs && !(await isOurs())) return false;
    const limit = alone > 0 ? 1 : batchSize;
    const found = await findOutdatedPassages(database, { embeddingHash: embedder.hash, after: last, limit });
    const siteId = found[0]?.siteId;
    if (siteId !== site?.siteId) await endSite();
    if (siteId === undefined) {
      if (!last) return false;
      await beginAgain();
      return true;
    }
    site ??= { siteId, passages: 0 };
    const batch = found.filter((passage) => passage.siteId === siteId);
    const made = await embedBatch(embedder, batch).catch((error: unknown) => {
      if (batch.length > 1) alone = batch.length;
      else {
        passedOver += 1;
        goPast(batch);
      }
      throw error;
    });
    await storePassageVectors(database, embedder.hash, made);
    site.passages += batch.length;
    goPast(batch);
    return true;
  };
  let more = true;
  while (more && !signal.aborted) {
    try {
      more = await goOn();
    } catch (error) {
      onError(error);
      await pause(pauseMs);
    }
  }
  // Stopped within a site: what it has so far can be found.
  await endSite();
}

const lookAgainMs = 60_000;

/**
 * Does so, and looks again every minute: what a worker of the model before imports until it has stopped gets new vectors, too.
 * Only the one that was started after all others with an embedding model does: several would make the same vectors, and two of different models would
 * undo in turns what the other did.
 */
export async function keepEmbeddedAnew({
  workerId,
  everyMs = lookAgainMs,
  ...options
}: Omit<EmbedAnewOptions, 'isOurs'> & { workerId: string; everyMs?: number | undefined }): Promise<void> {
  const { database, signal, onError } = options;
  const isOurs = async () => {
    // Who still starts makes none yet, who stops none any more, and who has no embedding model none at all.
    const live = await listLiveWorkers(database);
    const able = live.filter(({ id, state, embeds }) => id === workerId || (state === 'ready' && embeds));
    return (able.at(-1)?.id ?? workerId) === workerId;
  };
  while (!signal.aborted) {
    await embedAnew({ ...options, isOurs }).catch(onError);
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}

async function embedBatch(embedder: PassageEmbedder, passages: readonly OutdatedPassage[]) {
  const made = await embedder.embedPassages(
    passages.map(({ titlePath, sentences }) => ({ title: titlePath.join(': '), sentences })),
  );
  return passages.map(({ id, siteId }, index) => {
    const vectors = made[index];
    if (!vectors) throw new Error('a passage got no vectors');
    return { id, siteId, vectors };
  });
}

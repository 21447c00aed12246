import { setImmediate } from 'node:timers/promises';
import {
  type ClaimedImport,
  claimImport,
  countKnownDocuments,
  type Database,
  endImport,
  isDatabaseAway,
  type LostDocuments,
  readStoredPassages,
  recordImportProgress,
  releaseImport,
  removeGoneDocuments,
  type StoredVector,
  sitePassageLimit,
  storeDocument,
  storeDocumentError,
} from '@frontdesk/database';
import {
  type CrawlOptions,
  crawlSite,
  type Document,
  DocumentError,
  type DocumentFormat,
  type DocumentReader,
  diffPassages,
  documentFormats,
  type Passage,
  passageSteps,
  readPlainText,
} from '@frontdesk/knowledge';
import type { ImportJob } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import { type Loss, tooMuchLost } from './too-much-lost.ts';

/** Makes the vectors that passages are found by. */
export interface PassageEmbedder {
  /** Changes whenever the same passage could get other vectors. */
  readonly hash: string;
  /** For each passage the vector of the whole, then one for each sentence, all of one length. */
  embedPassages(passages: readonly { title: string; sentences: readonly string[] }[]): Promise<StoredVector[][]>;
}

export interface ImportParts {
  database: Database;
  embedder: PassageEmbedder;
  /** How many tokens a text takes for the language model. */
  countTokens(text: string): number;
  openReader(): DocumentReader;
  logger: Logger;
  /** Ends what runs and gives it back: the worker stops. */
  signal?: AbortSignal;
  /** For tests: what their own servers need. */
  crawl?: Partial<CrawlOptions>;
}

/** Passages embedded in one call; between calls answers have their turn. */
const batchSize = 32;
const aliveEveryMs = 20_000;
/** Longest that passages are made without a look at what else there is to do. */
const turnMs = 10;
/** The one document of a fact or file, whatever the file is called. */
const onlyDocument = 'content';

/**
 * Imports a source: reads its documents, makes passages, embeds what is new and stores document after document, each
 * whole or not at all. Errors of single documents are stored with them.
 * @returns false where there is nothing to do, at once
 */
export async function importKnowledge(parts: ImportParts, job: ImportJob): Promise<boolean> {
  const claim = await claimImport(parts.database, job);
  if (claim) await new Import(parts, claim).run();
  return claim !== null;
}

class Import {
  private readonly parts: ImportParts;
  private readonly claim: ClaimedImport;
  /** The claim is lost, or the worker stops. */
  private readonly stopping = new AbortController();

  constructor(parts: ImportParts, claim: ClaimedImport) {
    this.parts = parts;
    this.claim = claim;
  }

  async run(): Promise<void> {
    const { database, logger, signal } = this.parts;
    const { sourceId } = this.claim;
    const reader = this.parts.openReader();
    const stop = () => this.stopping.abort();
    const alive = setInterval(() => void this.record(), aliveEveryMs);
    this.stopping.signal.addEventListener('abort', () => void reader.close());
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    try {
      await (this.claim.kind === 'site' ? this.importSite(reader) : this.importContent(reader));
      await endImport(database, this.claim, null);
      // The knowledge page tells who waits for it.
      logger.debug({ sourceId }, 'a source was imported');
    } catch (error) {
      await this.endWith(error);
    } finally {
      clearInterval(alive);
      signal?.removeEventListener('abort', stop);
      await reader.close();
    }
  }

  private async endWith(error: unknown): Promise<void> {
    const { database, logger, signal } = this.parts;
    const { sourceId } = this.claim;
    if (signal?.aborted) return releaseImport(database, this.claim);
    // Cancelled, deleted or taken over: whoever did it has said so in the row.
    if (this.stopping.signal.aborted) return logger.info({ sourceId }, 'an import was stopped');
    if (error instanceof DocumentError) {
      await endImport(database, this.claim, error);
      return logger.info({ sourceId, code: error.code }, 'a source could not be imported');
    }
    // The same may work a little later. It is not given back: it counts as lost when it has been silent for long enough, so that
    // nothing fails again and again without a pause.
    if (isDatabaseAway(error))
      return logger.warn({ sourceId, error }, 'an import lost its database; it is tried again');
    await endImport(database, this.claim, { code: 'internal', message: 'Something went wrong. Please try again.' });
    throw error;
  }

  private async importContent(reader: DocumentReader): Promise<void> {
    const { format, content, name } = this.claim;
    if (!content || !isFormat(format))
      throw new DocumentError('unsupported_type', 'Files of this format are not read.');
    await this.record({ done: 0, known: 1 });
    const document = await (isTyped(this.claim)
      ? readPlainText(new TextDecoder().decode(content))
      : reader.read({ format, bytes: content }));
    await this.importDocument({ address: onlyDocument, document, name });
    await this.record({ done: 1, known: 1 });
  }

  private async importSite(reader: DocumentReader): Promise<void> {
    const { database, crawl } = this.parts;
    const known = await countKnownDocuments(database, this.claim);
    const gone = new Set<string>();
    // One after the other: the pool's connections would overtake each other.
    let writes = Promise.resolve();
    const errors: unknown[] = [];
    const write = (work: () => Promise<void>) => {
      writes = writes.then(work).catch((error: unknown) => void errors.push(error));
    };
    const { isCut } = await crawlSite(this.claim.address ?? '', {
      ...crawl,
      signal: this.stopping.signal,
      read: (source) => reader.read(source),
      onPage: ({ url, document }) => {
        gone.delete(url);
        return this.importPage(url, document);
      },
      onFailure: ({ url, error }) => {
        if (isGone(error)) gone.add(url);
        write(() => this.storeError(url, error));
      },
      onProgress: (progress) => write(() => this.record(progress)),
    });
    await writes;
    // A page whose error is not stored looks like one that is gone.
    if (errors.length > 0) throw errors[0];
    // What a crawl that was cut has not seen may still be there.
    const found = { addresses: [...gone], unseenToo: !isCut };
    // Whoever pressed for it accepts what is left.
    const peak = this.claim.scheduled ? (this.claim.peakDocuments ?? known) : 0;
    const isTooMuch = (loss: LostDocuments) => this.claim.scheduled && tooMuchLost({ ...loss, known, peak }) !== null;
    const outcome = await removeGoneDocuments(database, this.claim, { ...found, isTooMuch, peak });
    if (outcome && !outcome.removed) throw changedALot({ ...outcome, known, peak });
  }

  /** A page that can't be stored is an error of that page. */
  private async importPage(url: string, document: Document): Promise<void> {
    try {
      await this.importDocument({ address: url, document, url, name: url });
    } catch (error) {
      if (!(error instanceof DocumentError) || error.code === 'cancelled') throw error;
      await this.storeError(url, error);
    }
  }

  private async importDocument({
    address,
    document,
    name,
    url,
  }: {
    address: string;
    document: Document;
    name: string;
    url?: string;
  }): Promise<void> {
    const { database, embedder } = this.parts;
    const isFact = this.claim.kind === 'fact' && name !== '';
    const passages = await this.makePassages(document, {
      ...(url === undefined ? {} : { url }),
      // A file's name says nothing of what is in it.
      ...(isFact ? { title: name } : {}),
    });
    for (;;) {
      const stored = await readStoredPassages(database, this.claim, address);
      const { kept, added, removed } = diffPassages(stored, passages);
      const isStale = (one: (typeof kept)[number]) => one.stored.embeddingHash !== embedder.hash;
      const vectors = await this.embed([...added, ...kept.filter(isStale)].map(({ passage }) => passage));
      const vectorsOf = (passage: Passage) => vectors.get(passage) ?? [];
      const outcome = await storeDocument(database, this.claim, {
        ...{ address, title: document.title ?? name, language: document.language, embeddingHash: embedder.hash },
        kept: kept.map((one) => ({
          ...{ id: one.stored.id, position: one.position, link: one.passage.link },
          ...(isStale(one) ? { vectors: vectorsOf(one.passage) } : {}),
        })),
        added: added.map(({ passage, position }) => ({ ...passage, position, vectors: vectorsOf(passage) })),
        removed: removed.map(({ id }) => id),
      });
      if (outcome === 'stored') return;
      if (outcome === 'full') throw siteFull();
      if (outcome === 'refused') this.stopping.abort();
      this.refuseStopped();
    }
  }

  /** In turns with all else that this thread does: a large document takes longer than a lease lasts. */
  private async makePassages(document: Document, options: { url?: string; title?: string }): Promise<Passage[]> {
    const passages: Passage[] = [];
    let untilMs = performance.now() + turnMs;
    for (const passage of passageSteps(document, { ...options, countTokens: this.parts.countTokens })) {
      if (passage) passages.push(passage);
      if (passages.length > sitePassageLimit) throw siteFull();
      if (performance.now() < untilMs) continue;
      await setImmediate();
      this.refuseStopped();
      untilMs = performance.now() + turnMs;
    }
    return passages;
  }

  private async embed(passages: readonly Passage[]): Promise<Map<Passage, StoredVector[]>> {
    const vectors = new Map<Passage, StoredVector[]>();
    for (let first = 0; first < passages.length; first += batchSize) {
      this.refuseStopped();
      const batch = passages.slice(first, first + batchSize);
      const titled = batch.map(({ titlePath, sentences }) => ({ title: titlePath.join(': '), sentences }));
      const made = await this.parts.embedder.embedPassages(titled);
      for (const [index, passage] of batch.entries()) vectors.set(passage, made[index] ?? []);
    }
    return vectors;
  }

  private async storeError(address: string, { code, message }: DocumentError): Promise<void> {
    const error = { address, title: address, code, message };
    const isStored = await storeDocumentError(this.parts.database, this.claim, error);
    if (!isStored) this.stopping.abort();
  }

  /** Says how far it is, and learns whether it is still wanted. */
  private async record(progress: { done?: number; known?: number } = {}): Promise<void> {
    try {
      if (!(await recordImportProgress(this.parts.database, this.claim, progress))) this.stopping.abort();
    } catch (error) {
      this.parts.logger.warn({ error }, 'the progress of an import was not stored');
    }
  }

  private refuseStopped(): void {
    if (this.stopping.signal.aborted) throw new DocumentError('cancelled', 'The import was stopped.');
  }
}

/** A few lines of text that somebody typed can do no harm; a process for each would cost more than the whole import. */
const isTyped = ({ kind, format, content }: ClaimedImport) =>
  kind === 'fact' && format === 'text' && content !== null && content.length <= typedBytes;
const typedBytes = 20_000;
const isFormat = (format: string | null): format is DocumentFormat => documentFormats.some((known) => known === format);
/** Not there any more, or not to be read any more. */
const isGone = ({ code }: DocumentError) => code === 'gone' || code === 'robots_refused';
const changedALot = (loss: Loss) => {
  const what =
    tooMuchLost(loss) === 'by-and-by'
      ? `This web site has lost much bit by bit: of ${loss.peak} pages only ${loss.left} would be left.`
      : `This web site has changed a lot: of ${loss.known} pages ${loss.lost} are gone.`;
  return new DocumentError('changed_a_lot', `${what} The bot keeps what they said until you import it again yourself.`);
};
const siteFull = () =>
  new DocumentError('site_full', `There is no room for this: a site has at most ${sitePassageLimit} passages.`);

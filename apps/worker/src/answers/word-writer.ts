import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type NewChunk, storeChunks } from '@frontdesk/database';
import type { Notice } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { RunningAnswer } from './running-answer.ts';

/** Words are collected this long before they are stored: with every token a row, the database would be the bottleneck. */
const flushIntervalMs = 60;
/** Waits before storing the same words again after a failure; then their answers are left to a later claim. */
const retryMs = [100, 400, 1_500];

export interface WordWriterOptions {
  database: Database;
  workerId: string;
  publisher: NoticePublisher;
  onRetry(error: unknown): void;
  /** A flush was stored: the time it took, and the chunks in it. */
  onStored(stored: { durationMs: number; chunks: number }): void;
}

/** What an answer has produced and not stored yet. Chunks begin where the last one ended. */
interface Draft {
  answer: RunningAnswer;
  nextToken: number;
  nextPosition: number;
  tokenIds: number[];
  text: string;
  /** Called once, after its first text is stored. */
  onFirstText: (() => void) | undefined;
}

/**
 * Stores the words of all answers of this worker, then tells: one insert and one batch of notices per flush. The first
 * words of an answer are flushed at once, the others every 60 ms. One flush at a time, so that words stay in order.
 */
export class WordWriter {
  readonly #options: WordWriterOptions;
  readonly #drafts = new Map<RunningAnswer, Draft>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: WordWriterOptions) {
    this.#options = options;
  }

  /** Begins an answer after what is stored of it. `onFirstText` is called when its first words are stored, if none were. */
  begin(answer: RunningAnswer, stored: { tokens: number; text: string }, onFirstText: () => void): void {
    this.#drafts.set(answer, {
      answer,
      nextToken: stored.tokens,
      nextPosition: stored.text.length,
      tokenIds: [],
      text: '',
      onFirstText: stored.text === '' ? onFirstText : undefined,
    });
  }

  /** Takes new ids and the text that they let be told. */
  write(answer: RunningAnswer, ids: readonly number[], text: string): void {
    const draft = this.#draft(answer);
    draft.tokenIds.push(...ids);
    draft.text += text;
    if (draft.onFirstText && draft.text !== '') void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), flushIntervalMs);
  }

  /** Stores and tells all that was written before. Failures reach the answers concerned, never the caller. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing = this.#flushing.then(() => this.#flushDrafts());
    return this.#flushing;
  }

  /**
   * Ends the writing of an answer: waits for the flush under way and hands out what is not stored yet, `rest` at its end,
   * for the transaction that finishes the answer. Null when there is nothing.
   */
  async end(answer: RunningAnswer, rest: string): Promise<NewChunk | null> {
    await this.#flushing;
    const draft = this.#draft(answer);
    this.#drafts.delete(answer);
    draft.text += rest;
    return takeChunk(draft);
  }

  /** Forgets an answer; what it has not stored is not told. */
  abandon(answer: RunningAnswer): void {
    this.#drafts.delete(answer);
  }

  async #flushDrafts(): Promise<void> {
    const { workerId, database, publisher, onStored } = this.#options;
    const taken = [...this.#drafts.values()].flatMap((draft) => {
      const chunk = draft.answer.signal.aborted ? null : takeChunk(draft);
      return chunk ? [{ draft, chunk }] : [];
    });
    if (taken.length === 0) return;
    const startedMs = performance.now();
    const chunks = taken.map(({ chunk }) => chunk);
    let lost: Set<string>;
    try {
      lost = new Set(await this.#withRetries(() => storeChunks(database, { workerId, chunks })));
    } catch (error) {
      for (const { draft } of taken) draft.answer.interrupt({ kind: 'unstored', error });
      return;
    }
    onStored({ durationMs: performance.now() - startedMs, chunks: chunks.length });
    for (const { draft, chunk } of taken) {
      if (lost.has(chunk.generationId)) {
        draft.answer.interrupt({ kind: 'lost' });
        continue;
      }
      if (chunk.text === '') continue;
      publisher.publish(wordsNotice(draft.answer, chunk));
      draft.onFirstText?.();
      draft.onFirstText = undefined;
    }
  }

  async #withRetries<Result>(store: () => Promise<Result>): Promise<Result> {
    for (const waitMs of retryMs) {
      try {
        return await store();
      } catch (error) {
        this.#options.onRetry(error);
        await sleep(waitMs);
      }
    }
    return store();
  }

  #draft(answer: RunningAnswer): Draft {
    const draft = this.#drafts.get(answer);
    if (!draft) throw new Error(`generation ${answer.claim.generationId} is not being written`);
    return draft;
  }
}

/** The notice of a chunk that is stored. */
export function wordsNotice({ claim }: RunningAnswer, { position, text }: NewChunk): Notice {
  const { siteId, conversationId, generationId } = claim;
  return { kind: 'words', siteId, conversationId, generationId, position, text };
}

function takeChunk(draft: Draft): NewChunk | null {
  const { answer, tokenIds, text, nextToken, nextPosition } = draft;
  if (tokenIds.length === 0 && text === '') return null;
  const { generationId, epoch } = answer.claim;
  draft.tokenIds = [];
  draft.text = '';
  draft.nextToken += tokenIds.length;
  draft.nextPosition += text.length;
  return { generationId, epoch, firstToken: nextToken, tokenIds, position: nextPosition, text };
}

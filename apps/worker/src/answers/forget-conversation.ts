import type { Forgotten } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import type { Logger } from '@frontdesk/telemetry';
import type { RunningAnswers } from './running-answer.ts';

type Dropped = Pick<Forgotten, 'blocks' | 'bytes'>;

export interface Forgetting {
  answers: RunningAnswers;
  engine: Pick<Engine, 'forget' | 'owners'>;
  /** Of a conversation whose deletion has a receipt. */
  tell: (forgotten: Omit<Forgotten, 'workerId'>) => Promise<void>;
  /** What was dropped and could not be told. */
  untold: Dropped;
  logger: Pick<Logger, 'info'>;
}

/**
 * Its customer has deleted a conversation: what is made of it stops, and then the keys and values that are kept of its prompts
 * and answers are dropped, as far as no other conversation goes on from the same words: those go with the last that does. How
 * much was dropped at once is told; where that fails it is kept for {@link forgetGone} to tell.
 */
export async function forgetConversation(
  { answers, engine, tell, untold, logger }: Forgetting,
  conversationId: string,
  receipt?: Pick<Forgotten, 'siteId' | 'receiptId'>,
): Promise<Dropped> {
  await answers.stopConversation(conversationId);
  const forgotten = await engine.forget(conversationId);
  logger.info({ conversationId, ...forgotten }, 'a conversation is forgotten');
  if (!receipt) return forgotten;
  try {
    await tell({ ...receipt, ...forgotten });
  } catch (error) {
    add(untold, forgotten);
    throw error;
  }
  return forgotten;
}

export interface MissedDeletions {
  /** Which of these conversations there are no more. */
  findGone(conversationIds: readonly string[]): Promise<string[]>;
  /** Receipts on which this worker has not told of all. */
  findUntold(): Promise<string[]>;
  tellAll(receiptIds: string[], dropped: Dropped): Promise<void>;
}

/**
 * Forgets the conversations that were deleted while nobody was heard here, and tells it to the receipts that wait for that. To be
 * done again where it fails: what was dropped by then is told the next time.
 */
export async function forgetGone(parts: Forgetting, { findGone, findUntold, tellAll }: MissedDeletions): Promise<void> {
  // What could not be told by now is of receipts that are there by now. What can't be told from here on is for the next time.
  const told = { ...parts.untold };
  // First: whatever these took is gone when the store is asked what is.
  const receiptIds = await findUntold();
  const made = parts.answers.claims.map(({ conversationId }) => conversationId);
  const gone = await findGone([...new Set([...made, ...parts.engine.owners()])]);
  await Promise.all(
    gone.map(async (conversationId) => {
      const dropped = await forgetConversation(parts, conversationId);
      for (const sum of [told, parts.untold]) add(sum, dropped);
    }),
  );
  // Where none waits, customers have deleted theirs themselves, or it was told after all.
  if (receiptIds.length > 0) await tellAll(receiptIds, told);
  add(parts.untold, { blocks: -told.blocks, bytes: -told.bytes });
}

function add(sum: Dropped, { blocks, bytes }: Dropped): void {
  sum.blocks += blocks;
  sum.bytes += bytes;
}

import type { Forgotten } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import type { WorkerNotice } from '@frontdesk/protocol';
import type { Logger } from '@frontdesk/telemetry';
import type { RunningAnswers } from './running-answer.ts';

/**
 * Its customer has deleted a conversation: what is made of it stops, and then the keys and values that are kept of its prompts
 * and answers are dropped, as far as no other conversation goes on from the same words: those go with the last that does. How
 * much was dropped at once is told.
 */
export async function forgetConversation(
  {
    answers,
    engine,
    tell,
    logger,
  }: {
    answers: RunningAnswers;
    engine: Pick<Engine, 'forget'>;
    /** Of a conversation whose deletion has a receipt. */
    tell: (forgotten: Omit<Forgotten, 'workerId'>) => Promise<void>;
    logger: Pick<Logger, 'info'>;
  },
  { siteId, conversationId, receiptId }: Omit<Extract<WorkerNotice, { kind: 'forget' }>, 'kind'>,
): Promise<void> {
  await answers.stopConversation(conversationId);
  const forgotten = await engine.forget(conversationId);
  logger.info({ conversationId, ...forgotten }, 'a conversation is forgotten');
  if (receiptId !== undefined) await tell({ siteId, receiptId, ...forgotten });
}

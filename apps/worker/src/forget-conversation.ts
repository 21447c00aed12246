import type { Engine } from '@frontdesk/engine';
import type { Logger } from '@frontdesk/telemetry';
import type { RunningAnswers } from './running-answer.ts';

/**
 * Its customer has deleted a conversation: what is made of it stops, and then the keys and values that are kept of its prompts
 * and answers are dropped, as far as no other conversation goes on from the same words.
 */
export async function forgetConversation(
  {
    answers,
    engine,
    logger,
  }: { answers: RunningAnswers; engine: Pick<Engine, 'forget'>; logger: Pick<Logger, 'info'> },
  conversationId: string,
): Promise<void> {
  await answers.stopConversation(conversationId);
  const blocks = await engine.forget(conversationId);
  logger.info({ conversationId, blocks }, 'a conversation is forgotten');
}

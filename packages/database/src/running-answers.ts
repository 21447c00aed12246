import type { GenerationSnapshot, GenerationState } from '@frontdesk/protocol';
import type { Queryable } from './client.ts';
import { readGenerationText } from './generation-chunks.ts';

/** The conversation's answers in the making, with all text told so far. */
export async function readRunningAnswers(
  database: Queryable,
  { siteId, conversationId }: { siteId: string; conversationId: string },
): Promise<GenerationSnapshot[]> {
  const running = await database.generation.findMany({
    where: { siteId, conversationId, state: { in: ['queued', 'running'] } },
    orderBy: { receivedAt: 'asc' },
    select: { id: true, state: true },
  });
  return Promise.all(
    running.map(async ({ id, state }) => ({
      generationId: id,
      state,
      text: await readGenerationText(database, { siteId, generationId: id }),
    })),
  );
}

/** State of an answer that belongs to this visitor, or null: to others it does not exist. */
export async function findAnswerState(
  database: Queryable,
  { siteId, visitorId }: { siteId: string; visitorId: string },
  generationId: string,
): Promise<GenerationState | null> {
  const row = await database.generation.findUnique({
    where: { id: generationId, siteId, conversation: { visitorId } },
    select: { state: true },
  });
  return row?.state ?? null;
}

import type { Queryable } from '../connection/client.ts';

/** How an answer ended, and what it took. */
export interface AnswerUsage {
  /** `length`: it was cut off. */
  finishReason: 'stop' | 'length';
  /** Tokens that the model read; 0 where it read none. */
  promptTokens: number;
  /** Tokens that it made. */
  generatedTokens: number;
  /** Of the language model that made it, also where its words were kept from an earlier question; null where none did. */
  modelHash: string | null;
}

/** Usage of a finished answer. @throws when there is no such generation on that site */
export async function readAnswerUsage(
  database: Queryable,
  { siteId, generationId }: { siteId: string; generationId: string },
): Promise<AnswerUsage> {
  const { finishReason, promptTokens, generatedTokens, input } = await database.generation.findUniqueOrThrow({
    where: { id: generationId, siteId },
    select: {
      ...{ finishReason: true, promptTokens: true, generatedTokens: true },
      input: { select: { modelHash: true } },
    },
  });
  return {
    finishReason: finishReason === 'length' ? 'length' : 'stop',
    promptTokens: promptTokens ?? 0,
    generatedTokens: generatedTokens ?? 0,
    modelHash: input?.modelHash ?? null,
  };
}

import * as z from 'zod/mini';

/** `queued → running → done | failed | cancelled | expired`; `running → queued` when a lease runs out. */
export const generationState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'expired']);
export type GenerationState = z.infer<typeof generationState>;

/** A BullMQ job: ids only, the rows carry the input. The job's id is {@link generationJobId}. */
export const generationJob = z.object({ generationId: z.uuid(), epoch: z.int().check(z.positive()) });
export type GenerationJob = z.infer<typeof generationJob>;

/**
 * `epoch` is the epoch that the claim of this job will have. It is part of the id because BullMQ silently ignores an
 * `add` whose id still exists, and a generation may be queued again after its worker died.
 */
export const generationJobId = (job: GenerationJob): string => `${job.generationId}-${job.epoch}`;

/** Where the time of an answer went, in milliseconds; null where the stage was not reached. */
export const generationTimings = z.object({
  /** From the gateway's receipt of the message until it is stored and its job added. */
  gatewayMs: z.nullable(z.number()),
  /** From there until a worker claimed it. */
  queueMs: z.nullable(z.number()),
  /** Claim to the end of prefill, building the prompt included. */
  prefillMs: z.nullable(z.number()),
  /** End of prefill until the first text chunk is stored. */
  firstTokenMs: z.nullable(z.number()),
  /** Receipt at the gateway until the gateway relays the first text: the gateway TTFT. */
  gatewayTtftMs: z.nullable(z.number()),
  /** Send to first text as the customer's client measured it: the TTFT that the promise is about. */
  clientTtftMs: z.nullable(z.number()),
  /** Receipt until the answer was finished. */
  totalMs: z.nullable(z.number()),
  promptTokens: z.nullable(z.int()),
  generatedTokens: z.nullable(z.int()),
  tokensPerSecond: z.nullable(z.number()),
  /** The words were kept from an earlier answer to the same question: no model made them again. */
  cached: z.boolean(),
});
export type GenerationTimings = z.infer<typeof generationTimings>;

/** A running answer as a client that joins in the middle needs it: all text so far, in one piece. */
export const generationSnapshot = z.object({
  generationId: z.uuid(),
  state: generationState,
  /** Text told so far, from position 0. */
  text: z.string(),
});
export type GenerationSnapshot = z.infer<typeof generationSnapshot>;

/** New words of a running answer. `position` is the UTF-16 offset of `text` in the answer: a client can see gaps and repeats. */
export const generationText = z.object({
  conversationId: z.uuid(),
  generationId: z.uuid(),
  position: z.int().check(z.nonnegative()),
  text: z.string(),
});
export type GenerationText = z.infer<typeof generationText>;

/** Where an answer that no worker has taken yet stands in the queue of the whole installation. */
export const queuePlace = z.object({
  conversationId: z.uuid(),
  generationId: z.uuid(),
  /** 1: the next one. */
  place: z.int().check(z.positive()),
  /** At the pace of workers with much to do; null where that is not known. */
  expectedWaitMs: z.nullable(z.number().check(z.nonnegative())),
});
export type QueuePlace = z.infer<typeof queuePlace>;

import * as z from 'zod/mini';

/** A BullMQ job that imports a source. `epoch` tells two requests for the same source apart. */
export const importJob = z.object({ sourceId: z.uuid(), epoch: z.int().check(z.positive()) });
export type ImportJob = z.infer<typeof importJob>;

/** BullMQ silently ignores an `add` whose id still exists: the epoch makes each request a job of its own. */
export const importJobId = (job: ImportJob): string => `${job.sourceId}-${job.epoch}`;

import * as z from 'zod';
import { readJson } from '../load/made-answers.ts';

/** A worker's first token of an answer that another one began. */
export interface Continued {
  /** Of the token. */
  atMs: number;
  /** From the claim to the token. */
  prefillMs: number;
}

const wentOn = z.object({
  msg: z.literal('went on with an answer that another worker began'),
  time: z.iso.datetime(),
  generationId: z.uuid(),
  epoch: z.number(),
  prefillMs: z.number(),
});
const takesJobs = z.object({ msg: z.literal('taking jobs'), workerId: z.string() });

/** Reads the lines of workers' logs: who they are, and which answers they went on with. */
export class WorkerLogs {
  /** The id of each part's present process, by the part's name. */
  readonly workerIds = new Map<string, string>();
  readonly #continued = new Map<string, { time: string; prefillMs: number }>();

  take(part: string, line: string): void {
    // Most lines are others': they are not even parsed.
    if (line.includes('"taking jobs"')) {
      const parsed = takesJobs.safeParse(readJson(line));
      if (parsed.success) this.workerIds.set(part, parsed.data.workerId);
    } else if (line.includes('"went on with an answer')) {
      const parsed = wentOn.safeParse(readJson(line));
      if (!parsed.success) return;
      const { generationId, epoch, time, prefillMs } = parsed.data;
      this.#continued.set(`${generationId}-${epoch}`, { time, prefillMs });
    }
  }

  /** @param startedAt what times count from */
  continued(startedAt: Date, generationId: string, epoch: number): Continued | undefined {
    const found = this.#continued.get(`${generationId}-${epoch}`);
    return found && { atMs: Date.parse(found.time) - startedAt.getTime(), prefillMs: found.prefillMs };
  }
}

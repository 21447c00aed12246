import type { StepReport } from './engine.ts';

/** How long a step takes, and how much of it comes after the run. */
export class StepWatch {
  readonly #startedMs = performance.now();
  #runMs: number | undefined;

  /** The run has ended. */
  markRun(): number {
    this.#runMs = performance.now() - this.#startedMs;
    return this.#runMs;
  }

  read(): Pick<StepReport, 'ms' | 'samplingMs'> {
    const ms = performance.now() - this.#startedMs;
    return { ms, samplingMs: ms - (this.#runMs ?? ms) };
  }
}

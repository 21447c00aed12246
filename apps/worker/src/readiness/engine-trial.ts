import { type Engine, EngineError } from '@frontdesk/engine';

/** Together with the answer that failed, so many sequences must fail one after the other. */
const mostTrials = 2;
/** As much as one run reads of a prompt: a GPU that is short of memory may still read less. */
const chunkTokens = 256;
const owner = 'trial of the engine';

/** Whether it was a call into ONNX Runtime or CUDA that failed: the sequence's fault, or the engine's. */
export function isNativeFailure(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'native_failure';
}

/**
 * Whether an engine in which a sequence has failed still reads a prompt and says something. After some errors of a GPU every run
 * fails, and at once: its worker would be the least loaded of all, and be given every answer.
 */
export async function stillWorks(engine: Pick<Engine, 'generate' | 'forget' | 'capacityTokens'>): Promise<boolean> {
  const promptIds = new Array<number>(Math.min(chunkTokens, engine.capacityTokens - 2)).fill(0);
  for (let trial = 0; trial < mostTrials; trial += 1) {
    try {
      const steps = engine.generate({
        ...{ promptIds, owner, maxTokens: 2, temperature: 0, topP: 1, seed: 0, stopIds: [] },
        // Whoever waits for what failed has waited already.
        priority: -1,
      });
      while (!(await steps.next()).done);
      await engine.forget(owner);
      return true;
    } catch (error) {
      // A closed one is not to be judged.
      if (!isNativeFailure(error)) return true;
    }
  }
  return false;
}

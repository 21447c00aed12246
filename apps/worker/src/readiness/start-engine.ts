import { createEngine, type Engine, EngineError, type EngineOptions } from '@frontdesk/engine';
import type { Logger } from '@frontdesk/telemetry';

export interface StartEngineOptions extends Omit<EngineOptions, 'cudaDir'> {
  /** The model is loaded and about to be warmed; once more where the CPU takes the GPU's place. */
  onLoaded?: (engine: Engine) => Promise<void>;
  /** Only tests give another. */
  create?: typeof createEngine;
}

/**
 * Loads the model and warms it, on the GPU, where there is a folder with CUDA's libraries; on the CPU where there is none, or
 * where the GPU can't be used, which may show only when it computes: answers that come slowly are better than none. The log
 * says which, and why.
 */
export async function startEngine(
  cudaDir: string | undefined,
  logger: Pick<Logger, 'info' | 'warn'>,
  options: StartEngineOptions,
): Promise<Engine> {
  if (cudaDir === undefined) return loadAndWarm(options);
  try {
    const engine = await loadAndWarm(options, cudaDir);
    logger.info({ cudaDir }, 'computing on the GPU');
    return engine;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    logger.warn({ reason: error.message }, 'computing on the CPU: the GPU cannot be used');
    return loadAndWarm(options);
  }
}

async function loadAndWarm(
  { onLoaded, create = createEngine, ...options }: StartEngineOptions,
  cudaDir?: string,
): Promise<Engine> {
  const engine = await create({ ...options, cudaDir });
  try {
    await onLoaded?.(engine);
    await engine.warmUp();
    return engine;
  } catch (error) {
    // A GPU that fails may not even take its memory back: why it was not warmed is what matters.
    await engine.close().catch(() => {});
    throw error;
  }
}

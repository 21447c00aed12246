import { createEngine, type Engine, EngineError, type EngineOptions } from '@frontdesk/engine';
import type { Logger } from '@frontdesk/telemetry';

/**
 * Loads the model on the GPU, where there is a folder with CUDA's libraries; on the CPU where there is none, or where the
 * GPU can't be used: answers that come slowly are better than none. The log says which, and why.
 */
export async function startEngine(
  cudaDir: string | undefined,
  logger: Pick<Logger, 'info' | 'warn'>,
  options: Omit<EngineOptions, 'cudaDir'>,
): Promise<Engine> {
  if (cudaDir === undefined) return createEngine(options);
  try {
    const engine = await createEngine({ ...options, cudaDir });
    logger.info({ cudaDir }, 'computing on the GPU');
    return engine;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    logger.warn({ reason: error.message }, 'computing on the CPU: the GPU cannot be used');
    return createEngine(options);
  }
}

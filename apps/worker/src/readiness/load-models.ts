import type { Engine, StepReport } from '@frontdesk/engine';
import { loadRetrievalModels, type RetrievalModels } from '@frontdesk/knowledge/retrieval';
import type { PreparedModel } from '@frontdesk/models';
import type { ClosingStack, Logger } from '@frontdesk/telemetry';
import type { WorkerEnv } from '../env.ts';
import { endAtOnce, HangWatch, watchForHangs } from './hang-watch.ts';
import { startEngine } from './start-engine.ts';

export interface LoadModelsOptions {
  env: WorkerEnv;
  model: PreparedModel;
  logger: Logger;
  onStep(step: StepReport): void;
  /** The language model is loaded and about to be warmed; once more where the CPU takes the GPU's place. */
  onLoaded(engine: Engine): Promise<void>;
}

/** Loads the language model and, beside it, the embedding model, if there is one. An engine that hangs ends the process from then on. */
export async function loadModels(
  { env, model, logger, onStep, onLoaded }: LoadModelsOptions,
  opened: ClosingStack,
): Promise<{ engine: Engine; retrieval: RetrievalModels | undefined }> {
  const startedMs = performance.now();
  const loadingRetrieval = env.EMBEDDING_DIR ? loadRetrievalModels(env.EMBEDDING_DIR) : undefined;
  // Whoever waits for it hears of it.
  loadingRetrieval?.catch(() => {});
  opened.add(loadingRetrieval, async () => (await loadingRetrieval?.catch(() => undefined))?.close());
  if (!loadingRetrieval)
    logger.warn('EMBEDDING_DIR is not set: this worker imports nothing, and answers from prompts alone');
  const watch = new HangWatch();
  const engine = await startEngine(env.CUDA_DIR, logger, {
    modelPath: model.modelPath,
    architecture: model.manifest.architecture,
    slots: env.SLOTS,
    prefixCacheBytes: env.PREFIX_CACHE_MB * 2 ** 20,
    onStep: (step) => {
      watch.stepped(step);
      onStep(step);
    },
    ...(env.THREADS === undefined ? {} : { threads: env.THREADS }),
    onLoaded: async (engine) => {
      // What warming measures is not to be measured beside other loading. What fails there is no reason to give up a GPU.
      await loadingRetrieval?.catch(() => {});
      await onLoaded(engine);
    },
  });
  const stopWatching = watchForHangs({
    ...{ watch, stats: () => engine.stats() },
    onHang: () => {
      logger.fatal('the engine hangs: others go on with the answers of this worker');
      endAtOnce();
    },
  });
  opened.add(engine, async () => {
    await engine.close();
    stopWatching();
  });
  const retrieval = await loadingRetrieval;
  const { name } = model.manifest;
  logger.info({ model: name, slots: engine.slots, loadMs: performance.now() - startedMs }, 'model loaded and warm');
  return { engine, retrieval };
}

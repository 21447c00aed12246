import { defaultSampling, tokenTexts } from '@frontdesk/answers';
import { createDatabases, nameLanguageModel, type WorkerHeartbeat, workerConnectionName } from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import { openDocumentReader } from '@frontdesk/knowledge';
import { readPreparedModel } from '@frontdesk/models';
import { connectQueues, consumeGenerations, openGenerationQueue } from '@frontdesk/queue';
import { ClosingStack, type Logger, openHealthServer } from '@frontdesk/telemetry';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { type AnswererParts, answerGeneration } from './answers/answer-generation.ts';
import { createComposeInput } from './answers/compose-input.ts';
import { readDecisionParameters } from './answers/decision-parameters.ts';
import { keepLeases } from './answers/lease-keeper.ts';
import { createPrepareInput } from './answers/prepare-input.ts';
import { RunningAnswers } from './answers/running-answer.ts';
import { WordWriter } from './answers/word-writer.ts';
import { drain } from './drain.ts';
import type { WorkerEnv } from './env.ts';
import { hearOrders } from './hear-orders.ts';
import { type RunningImports, startImports } from './knowledge/imports.ts';
import { createLookUp } from './knowledge/look-up.ts';
import { createPassageEmbedder } from './knowledge/passage-embedder.ts';
import { createRetrieve, noKnowledge } from './knowledge/retrieval.ts';
import { stillWorks } from './readiness/engine-trial.ts';
import { endAtOnce } from './readiness/hang-watch.ts';
import { Heartbeat } from './readiness/heartbeat.ts';
import { loadModels } from './readiness/load-models.ts';
import { createRehearse } from './readiness/rehearse.ts';
import { TokenRate } from './readiness/token-rate.ts';
import { WarmPrompts } from './readiness/warm-prompts.ts';
import { warmUp } from './readiness/warm-up.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

/** A worker that takes jobs. */
export interface RunningWorker {
  /** Takes no more jobs, finishes what it can within 5 s, gives the rest back to the queue, and frees everything. */
  stop(): Promise<void>;
}

/** Loads the model, warms it, and then takes jobs. Resolves when it does; where that fails nothing is left open. */
export async function startWorker(env: WorkerEnv, logger: Logger): Promise<RunningWorker> {
  const opened = new ClosingStack();
  try {
    await openWorker(env, logger, opened);
    return { stop: () => opened.close() };
  } catch (error) {
    await opened.close().catch((failure: unknown) => logger.error({ error: failure }, 'closing failed'));
    throw error;
  }
}

/** What has to be closed is on the stack in the order in which it was opened; the last one is to stop taking jobs. */
async function openWorker(env: WorkerEnv, logger: Logger, opened: ClosingStack): Promise<void> {
  const { WORKER_ID: workerId } = env;
  const servers = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const report = (what: string) => (error: unknown) => logger.warn({ error }, what);
  const close = (part: { close(): unknown }) => part.close();
  const stop = (end: () => unknown) => end();
  const { database, background } = createDatabases({
    ...{ url: env.DATABASE_URL, maxConnections: 3, name: workerConnectionName(workerId) },
  });
  for (const store of [database, background]) opened.add(store, () => store.$disconnect());
  const answers = new RunningAnswers();
  let loaded: Engine | undefined;
  const tokenRate = new TokenRate();
  const metrics = createWorkerMetrics({ running: () => answers.size, engine: () => loaded?.stats() });

  const parameters = await readDecisionParameters(env.DECISION_PARAMETERS);
  const model = await readPreparedModel(env.MODEL_DIR);
  const { modelHash, tokenizerHash, eosTokenIds, architecture } = model.manifest;
  const heartbeat = new Heartbeat({
    database,
    workerId,
    modelHash,
    embeds: env.EMBEDDING_DIR !== undefined,
    status: () => ({
      ...{ slots: loaded?.slots ?? 0, running: answers.size, tokensPerSecond: tokenRate.perSecond },
      ...(loaded ? { prefix: prefixUse(loaded) } : {}),
    }),
    onError: report('a heartbeat was not stored'),
  });
  opened.add(heartbeat, () => heartbeat.end());
  if (env.HEALTH_PORT) {
    const health = await openHealthServer({
      host: env.HEALTH_HOST,
      port: env.HEALTH_PORT,
      isReady: () => heartbeat.state === 'ready',
      metrics,
      onError: report('metrics could not be exposed'),
    });
    opened.add(health, close);
  }

  const onLoaded = async (engine: Engine) => {
    loaded = engine;
    await nameLanguageModel(database, { hash: modelHash, name: model.manifest.name });
    await heartbeat.become('warming');
  };
  const { engine, retrieval } = await loadModels({ env, model, logger, onStep: metrics.countStep, onLoaded }, opened);
  const tokenizer = loadTokenizer(model);
  const knowledge = retrieval
    ? createRetrieve({
        ...{ database, ...retrieval },
        onRetrieved: ({ durationMs }) => metrics.retrieval.observe(durationMs / 1_000),
        onLoaded: (loaded) => logger[loaded.unusable > 0 ? 'warn' : 'info'](loaded, 'passages of a site loaded'),
      })
    : null;
  const retrieve = knowledge ?? noKnowledge;
  const hashes = { modelHash, tokenizerHash };
  const compose = createComposeInput({
    ...{ ...hashes, tokenizer, retrieve, parameters },
    capacityTokens: engine.capacityTokens,
    sampling: { ...defaultSampling, temperature: env.TEMPERATURE },
  });
  const tokens = tokenTexts(architecture.vocabSize, (ids) => tokenizer.decode(ids));
  const speaking = { tokenizer, tokens, stopIds: eosTokenIds, parameters };
  const prompts = new WarmPrompts({
    ...{ database, engine, tokenizer },
    rehearse: createRehearse({ ...speaking, database, engine, compose }),
    onWarm: (warmed) => logger.info(warmed, 'published prompts read ahead'),
    onGone: (siteId) => knowledge?.forget(siteId),
    onError: report('the published prompts were not read ahead'),
  });
  opened.add(prompts, () => prompts.stop());

  const onLost = report('the queues lost a connection');
  const queues = opened.add(await connectQueues({ ...servers, onError: onLost }), close);
  const queue = opened.add(await openGenerationQueue(queues), close);
  const publisher = hearOrders({ servers, database, workerId, answers, engine, prompts, logger, report }, opened);
  // From here on it hears of what is published.
  await Promise.all([prompts.all(), warmUp(database).catch(report('the store was not asked ahead'))]);
  const writer = new WordWriter({
    database,
    workerId,
    publisher,
    onRetry: (error) => {
      metrics.retries.inc();
      logger.warn({ error }, 'words were not stored, trying again');
    },
    onStored: ({ durationMs }) => metrics.flush.observe(durationMs / 1_000),
  });
  const prepareInput = createPrepareInput({ ...hashes, database, compose });
  opened.add(keepLeases({ database, workerId, answers, onError: report('leases were not renewed') }), stop);
  const parts: AnswererParts = {
    ...{ ...speaking, database, giveBack: queue.enqueue, publisher, engine, workerId, answers, writer, prepareInput },
    ...{ metrics, tokenRate, logger },
    tryEngine: async () => {
      if (await stillWorks(engine)) return;
      logger.fatal('the engine fails whatever it is asked: others go on with the answers of this worker');
      endAtOnce();
    },
    plainTokens: env.PLAIN_ANSWER_TOKENS,
    keepsAnswers: env.ANSWER_CACHE === 'on',
  };
  const consumer = await consumeGenerations(queues, {
    ...{ concurrency: engine.slots, workerId },
    handle: (job) => answerGeneration(parts, job),
    ...(retrieval ? { lookUp: createLookUp(database, retrieve) } : {}),
    onError: (error) => logger.error({ error }, 'a job failed'),
  });
  // It has jobs from here on: should what follows fail, they are given back.
  let imports: RunningImports | undefined;
  opened.add(consumer, () => drain({ workerId, consumer, imports, heartbeat, queue, answers, report }));
  if (retrieval) {
    const embedder = createPassageEmbedder(retrieval.embedder, answers);
    const countTokens = (text: string) => tokenizer.encodeText(text).length;
    const importing = { database: background, logger, workerId, embedder, countTokens, openReader: openDocumentReader };
    imports = await startImports(importing, queues);
  }
  await heartbeat.become('ready');
  logger.info({ workerId }, 'taking jobs');
}

function prefixUse(engine: Engine): WorkerHeartbeat['prefix'] {
  const { askedTokens, hitTokens, savedMs } = engine.stats().prefix;
  return { asked: askedTokens, found: hitTokens, savedMs };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { defaultSampling, tokenTexts } from '@frontdesk/answers';
import {
  createDatabases,
  type Forgotten,
  findGoneConversations,
  findUntoldReceipts,
  nameLanguageModel,
  recordAllForgotten,
  recordForgotten,
  type WorkerHeartbeat,
  workerConnectionName,
} from '@frontdesk/database';
import type { Engine } from '@frontdesk/engine';
import { openDocumentReader } from '@frontdesk/knowledge';
import { loadRetrievalModels } from '@frontdesk/knowledge/retrieval';
import { readPreparedModel } from '@frontdesk/models';
import { connectQueues, consumeGenerations, openGenerationQueue, openNoticePublisher } from '@frontdesk/queue';
import { type Logger, openHealthServer } from '@frontdesk/telemetry';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { type AnswererParts, answerGeneration } from './answer-generation.ts';
import { createComposeInput } from './compose-input.ts';
import { readDecisionParameters } from './decision-parameters.ts';
import { stillWorks } from './engine-trial.ts';
import type { WorkerEnv } from './env.ts';
import { forgetConversation, forgetGone, type MissedDeletions } from './forget-conversation.ts';
import { endAtOnce, HangWatch, watchForHangs } from './hang-watch.ts';
import { Heartbeat } from './heartbeat.ts';
import { startImports } from './imports.ts';
import { keepLeases } from './lease-keeper.ts';
import { createLookUp } from './look-up.ts';
import { createPassageEmbedder } from './passage-embedder.ts';
import { createPrepareInput } from './prepare-input.ts';
import { createRehearse } from './rehearse.ts';
import { createRetrieve, noKnowledge } from './retrieval.ts';
import { RunningAnswers } from './running-answer.ts';
import { startEngine } from './start-engine.ts';
import { TokenRate } from './token-rate.ts';
import { untilDone } from './until-done.ts';
import { WarmPrompts } from './warm-prompts.ts';
import { warmUp } from './warm-up.ts';
import { WordWriter } from './word-writer.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

/** How long a worker that stops goes on with what it has, before it gives it to others. */
const drainMs = 5_000;

/** Gateways look every second which workers take jobs. */
const untilSeenMs = 1_500;

/** A worker that takes jobs. */
export interface RunningWorker {
  /** Takes no more jobs, finishes what it can within 5 s, gives the rest back to the queue, and frees everything. */
  stop(): Promise<void>;
}

/** Loads the model, warms it, and then takes jobs. Resolves when it does. */
export async function startWorker(env: WorkerEnv, logger: Logger): Promise<RunningWorker> {
  const { WORKER_ID: workerId } = env;
  const servers = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const report = (what: string) => (error: unknown) => logger.warn({ error }, what);
  const { database, background } = createDatabases({
    ...{ url: env.DATABASE_URL, maxConnections: 3, name: workerConnectionName(workerId) },
  });
  const answers = new RunningAnswers();
  let loaded: Engine | undefined;
  const tokenRate = new TokenRate();
  const hangWatch = new HangWatch();
  const metrics = createWorkerMetrics({ running: () => answers.size, engine: () => loaded?.stats() });

  const parameters = await readDecisionParameters(env.DECISION_PARAMETERS);
  const model = await readPreparedModel(env.MODEL_DIR);
  const { modelHash, tokenizerHash, eosTokenIds, architecture } = model.manifest;
  const heartbeat = new Heartbeat({
    database,
    workerId,
    modelHash,
    status: () => ({
      ...{ slots: loaded?.slots ?? 0, running: answers.size, tokensPerSecond: tokenRate.perSecond },
      ...(loaded ? { prefix: prefixUse(loaded) } : {}),
    }),
    onError: report('a heartbeat was not stored'),
  });
  const health = env.HEALTH_PORT
    ? await openHealthServer({
        host: env.HEALTH_HOST,
        port: env.HEALTH_PORT,
        isReady: () => heartbeat.state === 'ready',
        metrics,
        onError: report('metrics could not be exposed'),
      })
    : undefined;

  const startedMs = performance.now();
  const loadingRetrieval = env.EMBEDDING_DIR ? loadRetrievalModels(env.EMBEDDING_DIR) : undefined;
  // Whoever waits for it hears of it.
  loadingRetrieval?.catch(() => {});
  if (!loadingRetrieval)
    logger.warn('EMBEDDING_DIR is not set: this worker imports nothing, and answers from prompts alone');
  const tokenizer = loadTokenizer(model);
  const engine = await startEngine(env.CUDA_DIR, logger, {
    modelPath: model.modelPath,
    architecture,
    slots: env.SLOTS,
    prefixCacheBytes: env.PREFIX_CACHE_MB * 2 ** 20,
    onStep: (step) => {
      hangWatch.stepped(step);
      metrics.countStep(step);
    },
    ...(env.THREADS === undefined ? {} : { threads: env.THREADS }),
    onLoaded: async (engine) => {
      loaded = engine;
      // What warming measures is not to be measured beside other loading. What fails there is no reason to give up a GPU.
      await loadingRetrieval?.catch(() => {});
      await nameLanguageModel(database, { hash: modelHash, name: model.manifest.name });
      await heartbeat.become('warming');
    },
  });
  const stopWatching = watchForHangs({
    ...{ watch: hangWatch, stats: () => engine.stats() },
    onHang: () => {
      logger.fatal('the engine hangs: others go on with the answers of this worker');
      endAtOnce();
    },
  });
  const retrieval = await loadingRetrieval;
  const { slots } = engine;
  logger.info({ model: model.manifest.name, slots, loadMs: performance.now() - startedMs }, 'model loaded and warm');
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

  const queues = await connectQueues({ ...servers, onError: report('the queues lost a connection') });
  const queue = await openGenerationQueue(queues);
  const tell = (forgotten: Omit<Forgotten, 'workerId'>) => recordForgotten(database, { ...forgotten, workerId });
  const forgetting = { answers, engine, tell, untold: { blocks: 0, bytes: 0 }, logger };
  const missed: MissedDeletions = {
    findGone: (ids) => findGoneConversations(database, ids),
    findUntold: () => findUntoldReceipts(database, workerId),
    tellAll: (receiptIds, dropped) => recordAllForgotten(database, { workerId, receiptIds, ...dropped }),
  };
  // What was to be stopped is found when words are stored, or a lease is renewed.
  const makingUp = untilDone(
    () => forgetGone(forgetting, missed),
    report('what was deleted meanwhile is not seen to, trying again'),
  );
  const publisher = openNoticePublisher({
    ...servers,
    onOrder: (order) => {
      if (order.kind === 'stop') answers.stop(order.generationId);
      else if (order.kind === 'published') void prompts.site(order.siteId);
      else {
        const { siteId, conversationId, receiptId } = order;
        const receipt = receiptId === undefined ? undefined : { siteId, receiptId };
        void forgetConversation(forgetting, conversationId, receipt).catch((error: unknown) => {
          report('what was forgotten was not told')(error);
          makingUp.ask();
        });
      }
    },
    onOrdersMissed: () => {
      makingUp.ask();
      void prompts.pinnedAgain();
    },
    onError: report('the notices lost their connection'),
  });
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
  const stopKeeping = keepLeases({ database, workerId, answers, onError: report('leases were not renewed') });
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
  const imports =
    retrieval &&
    (await startImports(
      {
        ...{ database: background, logger, workerId },
        embedder: createPassageEmbedder(retrieval.embedder, answers),
        countTokens: (text) => tokenizer.encodeText(text).length,
        openReader: openDocumentReader,
      },
      queues,
    ));
  await heartbeat.become('ready');
  logger.info({ workerId }, 'taking jobs');

  return {
    stop: async () => {
      const toldAtMs = performance.now();
      // Whatever fails here, answers in hand are given back, and what waits is given to others.
      const drained = consumer.close().catch(report('the queue was not left in order'));
      const importsEnded = imports?.close().catch(report('imports did not end in order'));
      await heartbeat.become('draining').catch(report('draining was not announced'));
      await queue.release(workerId).catch(report('what waited for this worker was left to the sweeper'));
      await Promise.race([drained, sleep(drainMs, undefined, { ref: false })]);
      answers.releaseAll();
      await drained;
      await importsEnded;
      // Until then a gateway may have given it something: it knows from its last look alone who takes jobs.
      await sleep(Math.max(0, toldAtMs + untilSeenMs - performance.now()));
      await queue.forget(workerId).catch(report('what waited for this worker was left to the sweeper'));
      stopKeeping();
      makingUp.stop();
      prompts.stop();
      await engine.close();
      stopWatching();
      await retrieval?.close();
      await publisher.close();
      await queue.close();
      await queues.close();
      await heartbeat.end();
      await health?.close();
      await background.$disconnect();
      await database.$disconnect();
    },
  };
}

function prefixUse(engine: Engine): WorkerHeartbeat['prefix'] {
  const { askedTokens, hitTokens, savedMs } = engine.stats().prefix;
  return { asked: askedTokens, found: hitTokens, savedMs };
}

import { defaultDecisionParameters, tokenTexts } from '@frontdesk/answers';
import { useTestDatabase } from '@frontdesk/database/testing';
import { createEngine } from '@frontdesk/engine';
import { writeTinyModel } from '@frontdesk/models/testing';
import type { Notice } from '@frontdesk/protocol';
import { connectQueues, type NoticePublisher, openGenerationQueue, openNoticePublisher } from '@frontdesk/queue';
import { createLogger } from '@frontdesk/telemetry';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import type { AnswererParts } from '../answers/answer-generation.ts';
import { createComposeInput } from '../answers/compose-input.ts';
import { createPrepareInput } from '../answers/prepare-input.ts';
import { RunningAnswers } from '../answers/running-answer.ts';
import { WordWriter } from '../answers/word-writer.ts';
import { noKnowledge, type Retrieve } from '../knowledge/retrieval.ts';
import { TokenRate } from '../readiness/token-rate.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';

/** Workers within this process that share a tiny model, the store of `TEST_DATABASE_URL` and its queues, for all tests of a file. */
export async function useAnsweringWorkers() {
  const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
  const database = useTestDatabase();
  const queues = keepForAll(await connectQueues({ databaseUrl, onError: unexpected }));
  const queue = keepForAll(await openGenerationQueue(queues));
  const publisher = keepForAll(openNoticePublisher({ databaseUrl, onError: unexpected }));
  const model = await writeTinyModel(await useTestFolder(), { layers: 24 });
  const { architecture, modelHash, tokenizerHash, eosTokenIds } = model.manifest;
  const engine = keepForAll(await createEngine({ modelPath: model.modelPath, architecture, threads: 1 }));
  const tokenizer = loadTokenizer(model);

  /** `onWords` is called whenever words are told, with the number of notices so far. */
  function createWorker(
    workerId: string,
    onWords: (parts: AnswererParts, words: number) => void = () => {},
    retrieve: Retrieve = noKnowledge,
  ) {
    const notices: Notice[] = [];
    const watched: NoticePublisher = {
      ...publisher,
      publish: (...published) => {
        publisher.publish(...published);
        notices.push(...published);
        onWords(parts, notices.filter(({ kind }) => kind === 'words').length);
      },
    };
    const answers = new RunningAnswers();
    const parts: AnswererParts = {
      keepsAnswers: true,
      ...{ database, publisher: watched, engine, tokenizer, workerId, answers, stopIds: eosTokenIds },
      // What the tiny model thinks of replies is noise.
      parameters: { ...defaultDecisionParameters, reply: { bias: -20, score: 0 } },
      giveBack: (job) => queue.enqueue(job),
      tryEngine: async () => {},
      tokens: tokenTexts(architecture.vocabSize, (ids) => tokenizer.decode(ids)),
      writer: new WordWriter({ database, workerId, publisher: watched, onRetry: () => {}, onStored: () => {} }),
      prepareInput: createPrepareInput({
        ...{ database, modelHash, tokenizerHash },
        compose: createComposeInput({
          ...{ tokenizer, modelHash, tokenizerHash, retrieve },
          capacityTokens: engine.capacityTokens,
        }),
      }),
      metrics: createWorkerMetrics({ running: () => answers.size }),
      tokenRate: new TokenRate(),
      logger: createLogger({ name: 'test', level: 'silent' }),
    };
    return { parts, notices };
  }

  return {
    ...{ database, queue, engine, model, createWorker },
    row: ({ generationId }: { generationId: string }) =>
      database.generation.findUniqueOrThrow({ where: { id: generationId } }),
  };
}

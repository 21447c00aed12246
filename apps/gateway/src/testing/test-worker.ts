import {
  type AnswerRecord,
  type ClaimedGeneration,
  claimGeneration,
  type Database,
  finishGeneration,
  type KeptFor,
  readPromptMaterial,
  storeChunks,
  storeGenerationInput,
} from '@frontdesk/database';
import { type NoticePublisher, openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';

const noTimings = {
  ...{ prefillMs: 1, firstTokenMs: 1, decodeMs: 1, promptTokens: 1, generatedTokens: 1 },
  ...{ prefixTokens: 0, prefixSavedMs: 0 },
};

/** Plays a worker by the functions that the real one uses: claims, stores, then tells. */
export interface TestWorker {
  /** Claims one generation and answers it step by step, as the test wants. */
  claim(generationId: string): Promise<TestAnswer>;
  close(): Promise<void>;
}
export interface TestAnswer {
  /** Stores words and tells of them: `told` with their text, `pointer` without it, `untold` not at all. */
  say(text: string, how?: 'told' | 'pointer' | 'untold'): Promise<void>;
  /** `record` as of an answer that quotes. */
  finish(record?: AnswerRecord): Promise<void>;
  /** The same, and the answer is kept for whoever asks `question`. */
  finishAndKeep(question: string): Promise<void>;
}

export function createTestWorker(
  database: Database,
  { servers = testServers, workerId = `test-worker-${process.pid}`, onError = unexpected } = {},
): TestWorker {
  const notices: NoticePublisher = openNoticePublisher({ ...servers, onError });
  return {
    async claim(generationId) {
      const claim = await claimGeneration(database, { generationId, workerId, leaseMs: 60_000 });
      if (!claim) throw new Error('there is nothing to claim');
      const { siteId, conversationId, epoch } = claim;
      let position = 0;
      let tokens = 0;
      const end = async (options: { record?: AnswerRecord | undefined; keepFor?: KeptFor }) => {
        const ended = await finishGeneration(database, claim, {
          ...{ finishReason: 'stop', lastChunk: null, timings: noTimings },
          ...options,
        });
        if (!ended) throw new Error('the claim no longer held');
        notices.publish({ kind: 'event', siteId, conversationId, seq: ended.seq });
      };
      return {
        async say(text, how = 'told') {
          const chunk = { generationId, epoch, firstToken: tokens, tokenIds: [tokens], position, text };
          const refused = await storeChunks(database, { workerId, chunks: [chunk] });
          if (refused.length > 0) throw new Error('the chunk was refused');
          if (how !== 'untold') {
            const told = how === 'told' ? text : null;
            notices.publish({ kind: 'words', siteId, conversationId, generationId, position, text: told });
          }
          position += text.length;
          tokens += 1;
        },
        finish: (record) => end({ record }),
        async finishAndKeep(question) {
          await storeInput(database, claim);
          await end({ keepFor: { question, briefly: false } });
        },
      };
    },
    close: () => notices.close(),
  };
}

/** The same for all tests of a file; closed when they are over. */
export const useTestWorker = (database: Database): TestWorker => keepForAll(createTestWorker(database));

/** From nothing but the site's prompt. */
async function storeInput(database: Database, claim: ClaimedGeneration): Promise<void> {
  const { promptVersionId, knowledgeVersion } = await readPromptMaterial(database, claim);
  await storeGenerationInput(database, {
    ...{ generationId: claim.generationId, siteId: claim.siteId, promptVersionId, knowledgeVersion },
    ...{
      modelHash: 'model',
      tokenizerHash: 'tokenizer',
      mode: 'quote',
      temperature: 0,
      topP: 1,
      maxTokens: 10,
      seed: 1,
    },
    ...{ promptIds: [], passageIds: [], grounding: { passages: [] } },
  });
}

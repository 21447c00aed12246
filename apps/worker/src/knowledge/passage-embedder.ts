import { setTimeout as sleep } from 'node:timers/promises';
import { type Embedder, embedPassages } from '@frontdesk/knowledge/retrieval';
import type { RunningAnswers } from '../answers/running-answer.ts';
import type { PassageEmbedder } from './import-knowledge.ts';

/** An import waits this long at most for the answers that run, between two batches: a busy worker imports too. */
const mostWaitMs = 1_000;
const lookEveryMs = 50;

/** Makes the vectors of passages with the model that questions are looked up with, when no answer needs the machine. */
export function createPassageEmbedder(embedder: Embedder, answers: RunningAnswers): PassageEmbedder {
  return {
    hash: embedder.hash,
    embedPassages: async (passages) => {
      for (let waitedMs = 0; answers.size > 0 && waitedMs < mostWaitMs; waitedMs += lookEveryMs)
        await sleep(lookEveryMs);
      const made = await embedPassages(embedder, passages);
      return made.map(({ passage, sentences }) => [passage, ...sentences]);
    },
  };
}

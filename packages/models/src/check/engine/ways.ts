import {
  createEngine,
  type Engine,
  type EngineOptions,
  type SequenceRequest,
  type StepReport,
} from '@frontdesk/engine';
import type { PreparedModel } from '../../prepared-model.ts';
import type { Told } from './teacher-forcing.ts';

/** Sequences at a time. */
const TOGETHER = 8;
const CHUNK_TOKENS = 24;
/** Likeliest ids whose log-probabilities are compared at each place. */
const TOLD_IDS = 4;

export interface Answer {
  /** All ids of the answer, those that were given to it included. */
  ids: number[];
  /** What was told of each of them. */
  told: Told[];
  promptTokens: number;
  cachedTokens: number;
  forcedTokens: number;
  /** Ids that were read before they were said, since they had been guessed rightly. */
  guessedTokens: number;
}

/** Answers to the same prompts, by the way in which the engine came to them. */
export type Ways = Record<'batched' | 'chunked' | 'cached' | 'jumped' | 'resumed' | 'guessed', Answer[]>;

/**
 * Has all prompts answered greedily in every way that the engine has: `batched` with slots that are compacted, since the
 * answers are of different lengths; `chunked`, prompts read in small pieces between the steps of others; `cached`,
 * prompts whose beginnings were read for others before; `jumped`, a part of the answer being forced; `resumed`, a part of
 * it being given; these two are given what `batched` had. `guessed`: one at a time, since who runs alone guesses what it says next.
 */
export async function answerInAllWays(
  model: PreparedModel,
  prompts: readonly number[][],
  options: Partial<EngineOptions> = {},
): Promise<Ways> {
  const plain = { ...options, prefixCacheBytes: 0 };
  const batched = await withEngine(model, plain, (engine) => answerAll(engine, model, prompts));
  const small = { ...plain, maxChunkTokens: CHUNK_TOKENS };
  const chunked = await withEngine(model, small, (engine) => answerAll(engine, model, prompts));
  const guessed = await answerOneByOne(model, prompts, plain);
  return withEngine(model, options, async (engine) => {
    const cached = await answerAll(engine, model, prompts);
    const idsOf = (index: number) => (batched[index] as Answer).ids;
    const jumped = await answerAll(engine, model, prompts, (index) => ({ allowedNext: forceParts(idsOf(index)) }));
    const resumed = await answerAll(engine, model, prompts, (index) => {
      const ids = idsOf(index);
      return { continueIds: ids.slice(0, ids.length >> 1) };
    });
    return { batched, chunked, cached, jumped, resumed, guessed };
  });
}

/** Makes an engine of the model as its folder and manifest say, and closes it afterwards. */
export async function withEngine<T>(
  model: PreparedModel,
  options: Partial<EngineOptions>,
  use: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { modelPath, manifest } = model;
  const engine = await createEngine({ modelPath, architecture: manifest.architecture, slots: TOGETHER, ...options });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** Answers to prompts, some at a time; the next one begins when one ends. */
export async function answerAll(
  engine: Engine,
  model: PreparedModel,
  prompts: readonly number[][],
  changesOf: (index: number) => Partial<SequenceRequest> = () => ({}),
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < prompts.length; index = next++) {
      const request = requestOf(model, prompts[index] as number[], index);
      answers[index] = await answer(engine, { ...request, ...changesOf(index) });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return answers;
}

/** The same one after the other. */
async function answerOneByOne(
  model: PreparedModel,
  prompts: readonly number[][],
  options: Partial<EngineOptions>,
): Promise<Answer[]> {
  let guessedTokens = 0;
  const onStep = ({ kind, sequences, tokens }: StepReport) => {
    if (kind === 'decode') guessedTokens += Math.max(0, tokens - sequences);
  };
  return withEngine(model, { ...options, onStep }, async (engine) => {
    const answers: Answer[] = [];
    for (const [index, promptIds] of prompts.entries()) {
      guessedTokens = 0;
      const one = await answer(engine, requestOf(model, promptIds, index));
      answers.push({ ...one, guessedTokens });
    }
    return answers;
  });
}

function requestOf({ manifest }: PreparedModel, promptIds: readonly number[], index: number): SequenceRequest {
  return {
    ...{ promptIds, maxTokens: lengthOf(index), temperature: 0, topP: 1, seed: 0 },
    ...{ stopIds: manifest.eosTokenIds, logProbabilities: TOLD_IDS },
  };
}

/** 6 to 18 ids, so that those who began together end one after the other. */
const lengthOf = (index: number) => 6 + ((index * 7) % 13);

async function answer(engine: Engine, request: SequenceRequest): Promise<Answer> {
  const { continueIds = [] } = request;
  const ids = [...continueIds];
  const told: Told[] = continueIds.map(() => undefined);
  const steps = engine.generate(request);
  for (;;) {
    const { value, done } = await steps.next();
    if (done) {
      const { promptTokens, cachedTokens, forcedTokens } = value;
      return { ids, told, promptTokens, cachedTokens, forcedTokens, guessedTokens: 0 };
    }
    ids.push(...value.ids);
    for (const entry of value.logProbabilities ?? value.ids.map(() => undefined)) told.push(entry?.top);
  }
}

/**
 * Forces a long run of `ids` at the beginning of an answer, and a shorter one further on; the rest is free. Where rounding has
 * made that another one, what follows in `ids` would be no answer to it.
 */
function forceParts(ids: readonly number[]): NonNullable<SequenceRequest['allowedNext']> {
  return (said) => {
    const { length } = said;
    const isForced = length < ids.length && (length < 5 || (length >= 8 && length < 11));
    return isForced && said.every((id, at) => id === ids[at]) ? [ids[length] as number] : undefined;
  };
}

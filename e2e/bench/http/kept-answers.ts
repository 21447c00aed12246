import { randomInt, randomUUID } from 'node:crypto';
import { cacheableQuestion } from '@frontdesk/answers';
import {
  acceptMessages,
  claimGeneration,
  type Database,
  finishGeneration,
  publishPromptVersion,
  readPromptMaterial,
  storeGenerationInput,
  timeOrderedId,
} from '@frontdesk/database';
import { loadQuestions, type Question } from '../load/questions.ts';
import { systemPrompt } from '../load/system-prompt.ts';

export const siteKey = 'http';

/** As many as retrieval gives a prompt, and the prompt's tokens with them. */
const passagesOfAnswer = 5;
const promptTokens = 600;
/** No longer than the claim of an answer that is stored at once. */
const leaseMs = 60_000;

/** A question that the answer cache has the answer to. */
type KeptQuestion = Question;

/** What is asked first about each thing: questions that are different to the answer cache, each with its answer. */
export async function loadKeptQuestions(): Promise<KeptQuestion[]> {
  const { topics } = await loadQuestions();
  const different = new Map<string, KeptQuestion>();
  for (const [first] of topics.flat()) {
    const key = first && cacheableQuestion(first.ask);
    if (first && key != null && !different.has(key)) different.set(key, first);
  }
  return [...different.values()];
}

/**
 * Makes the site, and answers the questions as a worker does, by the same functions: rows of the same size, made by the
 * model that the workers have, so that they are given to whoever asks the same.
 *
 * @returns the site's id
 */
export async function keepAnswers(database: Database, questions: readonly KeptQuestion[]): Promise<string> {
  const { modelHash } = await database.worker.findFirstOrThrow({ where: { state: 'ready' } });
  const { id: siteId } = await database.site.create({
    data: {
      ...{ key: siteKey, name: 'University of Ardenmoor', greeting: 'Hello!', colour: '#1f7a4d' },
      ...{ suggestions: [], allowedOrigins: [], dailyMessageLimit: 1_000_000_000 },
      // All requests come from one address.
      httpMessagesPerMinute: 1_000_000_000,
    },
  });
  await publishPromptVersion(database, { siteId, systemPrompt });
  for (const [index, question] of questions.entries()) {
    const found = Array.from({ length: passagesOfAnswer }, (_, rank) => questions[(index + rank) % questions.length]);
    await answer(database, { siteId, modelHash, question, found: found.filter((one) => one !== undefined) });
  }
  const kept = await database.cachedAnswer.count({ where: { siteId } });
  if (kept !== questions.length) throw new Error(`${kept} of ${questions.length} answers were kept`);
  return siteId;
}

interface Answer {
  siteId: string;
  modelHash: string;
  question: KeptQuestion;
  /** What retrieval would have found, the answer first. */
  found: readonly KeptQuestion[];
}

async function answer(database: Database, { siteId, modelHash, question, found }: Answer): Promise<void> {
  const now = new Date();
  const message = {
    ...{ siteId, visitorId: timeOrderedId(), newVisitor: true, clientMessageId: randomUUID(), text: question.ask },
    ...{ receivedAt: now, deadlineAt: new Date(now.getTime() + leaseMs) },
  };
  const [accepted] = await acceptMessages(database, [message]);
  if (accepted?.status !== 'fulfilled') throw accepted?.reason;
  const { generationId } = accepted.value;
  const claim = await claimGeneration(database, { generationId, workerId: 'bench-http', leaseMs });
  if (!claim) throw new Error('a worker took a question that is not queued');
  const { promptVersionId, knowledgeVersion } = await readPromptMaterial(database, claim);
  const passages = found.map(({ ask, answer: text }) => ({
    ...{ id: randomUUID(), title: ask, url: null, score: 0.5, sentences: [{ text, score: 0.5 }] },
  }));
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId, knowledgeVersion, modelHash, tokenizerHash: 'bench-http' },
    ...{ mode: 'quote', temperature: 0, topP: 1, maxTokens: 160, seed: 1 },
    promptIds: Array.from({ length: promptTokens }, () => randomInt(49_152)),
    ...{ grounding: { siteName: 'University of Ardenmoor', passages }, passageIds: passages.map(({ id }) => id) },
  });
  const text = question.answer;
  const [quoted] = passages;
  const kept = cacheableQuestion(question.ask);
  await finishGeneration(database, claim, {
    finishReason: 'stop',
    lastChunk: { generationId, epoch: claim.epoch, firstToken: 0, tokenIds: [0], position: 0, text },
    timings: { prefillMs: 0, firstTokenMs: 0, decodeMs: 0, promptTokens, generatedTokens: 1 },
    record: {
      said: { kind: 'quote', leadInId: 'none', quotes: quoted ? [{ passageId: quoted.id, text }] : [] },
      ...{ confidence: 0.9, branches: null, guarded: false, handOver: null },
      sources: quoted ? [{ id: quoted.id, title: quoted.title, url: null }] : [],
    },
    keepFor: kept === null ? null : { question: kept, briefly: false },
  });
}

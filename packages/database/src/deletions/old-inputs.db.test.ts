import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { readReceipts } from '../generations/answer-receipts.ts';
import { readGenerationInput } from '../generations/generation-inputs.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { inputDays, purgeOldInputs } from './old-inputs.ts';

const database = useTestDatabase({ maxConnections: 2 });
let asked: Asked;
let promptVersionId: string;
beforeEach(async () => {
  asked = await createAsked(database);
  ({ id: promptVersionId } = await publishPromptVersion(database, { siteId: asked.siteId, systemPrompt: 'A shop.' }));
});

const day = 24 * 3_600_000;
const old = new Date(Date.now() - (inputDays + 1) * day);
const young = new Date(Date.now() - (inputDays - 1) * day);
const passage = { id: randomUUID(), title: 'Returns', url: null, score: 0.9 };
const grounding = {
  ...{ siteName: 'Fernway', language: null, question: 'My leg is broken, may I return it?', alsoSaid: ['I am Ada'] },
  ofOrder: { id: 'order-found', kind: 'order', text: 'A free crutch is on its way to Ada.' },
  passages: [{ ...passage, sentences: [{ text: 'Returns are free.', score: 0.9 }] }],
};
/** An answer that was made from something, and has ended unless told otherwise. */
async function answer(createdAt: Date, input: object = {}, finishedAt: Date | null = createdAt): Promise<string> {
  const state = finishedAt ? 'done' : 'running';
  const [generationId = ''] = await createEnded(database, asked, [{ state, finishedAt, errorCode: null }]);
  await database.generationInput.create({
    data: {
      ...{ generationId, siteId: asked.siteId, promptVersionId, modelHash: 'm', tokenizerHash: 't', mode: 'quote' },
      ...{ temperature: 0, topP: 1, maxTokens: 10, seed: 1, promptIds: [1, 2, 3], knowledgeVersion: 1, createdAt },
      ...{ grounding, ...input },
    },
  });
  return generationId;
}

/** Rows of tables that `work` reads, on a connection of its own. */
async function countReads(tables: string[], work: (own: Database) => Promise<unknown>): Promise<number> {
  const own = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 1 });
  const rowsRead = async () => {
    await own.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
    const [read] = await own.$queryRaw<{ count: number }[]>`
      SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS count FROM pg_stat_user_tables
       WHERE relname = ANY(${tables})`;
    return read?.count ?? Number.NaN;
  };
  try {
    const before = await rowsRead();
    await work(own);
    return (await rowsRead()) - before;
  } finally {
    await own.$disconnect();
  }
}

it('takes all words out of what old answers were made from, and leaves what people read of them', async () => {
  const whole = await answer(old);
  // A passage of it was deleted since.
  const purged = await answer(old, { promptIds: [], purgedAt: old });
  const plain = await answer(old, { mode: 'plain', grounding: undefined });
  const kept = [await answer(young), await answer(old, {}, null)];
  const before = await Promise.all(kept.map((id) => readGenerationInput(database, id)));
  const { siteId } = asked;
  const orderAnswer = { outcome: 'found', number: 'FE-1', text: 'A free crutch is on its way to Ada.' };
  await database.generation.updateMany({ where: { id: { in: [whole, ...kept] } }, data: { orderAnswer } });
  const receiptsOf = () => readReceipts(database, { siteId, generationIds: [whole, purged, plain] });
  const receipts = await receiptsOf();
  expect(receipts[whole]?.found).toEqual([{ ...passage, quoted: false }]);

  expect(await purgeOldInputs(database, { limit: 2 })).toBe(2);
  expect(await purgeOldInputs(database, { limit: 2 })).toBe(1);
  expect(await purgeOldInputs(database, { limit: 2 })).toBe(0);
  for (const id of [whole, purged]) {
    expect(await readGenerationInput(database, id)).toMatchObject({
      ...{ promptIds: [], purgedAt: expect.any(Date), seed: 1, modelHash: 'm' },
      grounding: { siteName: 'Fernway', language: null, passages: [{ ...passage, sentences: [] }] },
    });
    expect(JSON.stringify(await readGenerationInput(database, id))).not.toMatch(/broken|Ada|free/);
  }
  expect(await readGenerationInput(database, plain)).toMatchObject({ promptIds: [], grounding: null });
  expect(await receiptsOf()).toEqual(receipts);
  const ofOrders = await database.generation.findMany({ where: { orderAnswer: { equals: orderAnswer } } });
  expect(new Set(ofOrders.map(({ id }) => id))).toEqual(new Set(kept));
  expect(await Promise.all(kept.map((id) => readGenerationInput(database, id)))).toEqual(before);
});

it('waits for nobody who holds one of them', async () => {
  const generationId = await answer(old);
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT FROM generation_input WHERE generation_id = ${generationId}::uuid FOR UPDATE`;
    expect(await purgeOldInputs(database, { limit: 10 })).toBe(0);
  });
  expect(await purgeOldInputs(database, { limit: 10 })).toBe(1);
});

it('finds what is due by an index, where nearly all is done', async () => {
  const id = await answer(old);
  await database.$executeRaw`
    WITH made AS (
      INSERT INTO generation (id, site_id, conversation_id, question_message_id, state, received_at, deadline_at, finished_at)
      SELECT gen_random_uuid(), site_id, conversation_id, question_message_id, state, received_at, deadline_at, finished_at
        FROM generation, generate_series(1, 3000) WHERE id = ${id}::uuid RETURNING id)
    INSERT INTO generation_input (generation_id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode, temperature,
           top_p, max_tokens, seed, prompt_ids, created_at)
    SELECT made.id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode, temperature, top_p, max_tokens, seed, '{}', created_at
      FROM made, generation_input WHERE generation_id = ${id}::uuid`;
  await database.$executeRaw`ANALYZE generation, generation_input`;
  const reads = await countReads(['generation', 'generation_input'], async (own) =>
    expect(await purgeOldInputs(own, { limit: 200 })).toBe(1),
  );
  expect(reads).toBeLessThan(50);
});

it('a version of a prompt that goes is not looked for in every visitor', async () => {
  const { siteId } = asked;
  await database.$executeRaw`
    INSERT INTO visitor (id, site_id) SELECT gen_random_uuid(), ${siteId}::uuid FROM generate_series(1, 3000)`;
  await database.visitor.create({ data: { siteId, sandbox: true, promptVersionId } });
  await database.$executeRaw`ANALYZE visitor`;
  const reads = await countReads(['visitor'], async (own) => {
    await own.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
    await own.promptVersion.delete({ where: { id: promptVersionId } });
  });
  expect(reads).toBeLessThan(50);
  expect(await database.visitor.count({ where: { siteId, promptVersionId: { not: null } } })).toBe(0);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDecisionParameters, tokenTexts } from '@frontdesk/answers';
import { createDatabase, type Database } from '@frontdesk/database';
import { createEngine, type Engine } from '@frontdesk/engine';
import type { PreparedModel } from '@frontdesk/models';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createComposeInput } from '../answers/compose-input.ts';
import { noKnowledge, type Retrieve } from '../knowledge/retrieval.ts';
import { ask } from '../testing/ask.ts';
import { createRehearse } from './rehearse.ts';

let database: Database;
let model: PreparedModel;
let engine: Engine;

beforeAll(async () => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
  model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'rehearse-test-')));
  engine = await createEngine({ modelPath: model.modelPath, architecture: model.manifest.architecture, threads: 1 });
}, 60_000);

afterAll(async () => {
  await engine.close();
  await database.$disconnect();
  await rm(model.dir, { recursive: true });
});

function rehearseWith(retrieve: Retrieve) {
  const tokenizer = loadTokenizer(model);
  const { modelHash, tokenizerHash, architecture, eosTokenIds } = model.manifest;
  return createRehearse({
    ...{ database, engine, tokenizer, stopIds: eosTokenIds, parameters: defaultDecisionParameters },
    compose: createComposeInput({ modelHash, tokenizerHash, tokenizer, retrieve, capacityTokens: 2_048 }),
    tokens: tokenTexts(architecture.vocabSize, (ids) => tokenizer.decode(ids)),
  });
}

const knowledge = () =>
  vi.fn<Retrieve>(async () => ({
    passages: [{ id: 'p', title: '', url: null, score: 1, sentences: [{ text: 'We ship to Spain.', score: 1 }] }],
    ...{ dependsOnPrevious: false, kinds: null, embedding: null },
  }));

it.each(['quote', 'phrase', 'plain'] as const)(
  'answers of a site what nobody asked, and stores nothing (%s)',
  async (mode) => {
    const { siteId } = await ask(database);
    await database.site.update({ where: { id: siteId }, data: { answerMode: mode } });
    const counts = () =>
      Promise.all([database.message.count(), database.generation.count(), database.generationInput.count()]);
    const before = await counts();
    const generate = vi.spyOn(engine, 'generate');
    const retrieve = knowledge();
    await rehearseWith(retrieve)(siteId);
    expect(generate).toHaveBeenCalledTimes(1);
    expect(generate.mock.calls[0]?.[0].priority).toBe(Number.POSITIVE_INFINITY);
    if (mode !== 'plain') expect(retrieve).toHaveBeenCalledWith(expect.objectContaining({ siteId }));
    expect(await counts()).toEqual(before);
    generate.mockRestore();
  },
);

it('has nothing to rehearse for a site that has published no prompt', async () => {
  const { siteId } = await ask(database);
  await database.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: null } });
  const generate = vi.spyOn(engine, 'generate');
  await rehearseWith(noKnowledge)(siteId);
  expect(generate).not.toHaveBeenCalled();
  generate.mockRestore();
});

import { defaultDecisionParameters, tokenTexts } from '@frontdesk/answers';
import { useTestDatabase } from '@frontdesk/database/testing';
import { createEngine } from '@frontdesk/engine';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it, vi } from 'vitest';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { useTestFolder } from '../../../../scripts/testing/test-folder.ts';
import { createComposeInput } from '../answers/compose-input.ts';
import { noKnowledge, type Retrieve } from '../knowledge/retrieval.ts';
import { ask } from '../testing/ask.ts';
import { createRehearse } from './rehearse.ts';

const database = useTestDatabase();
const model = await writeTinyModel(await useTestFolder());
const { modelHash, tokenizerHash, architecture, eosTokenIds } = model.manifest;
const engine = keepForAll(await createEngine({ modelPath: model.modelPath, architecture, threads: 1 }));

function rehearseWith(retrieve: Retrieve) {
  const tokenizer = loadTokenizer(model);
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

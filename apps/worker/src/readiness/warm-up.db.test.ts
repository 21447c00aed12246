import { claimGeneration, storeGenerationInput } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import { expect, it } from 'vitest';
import { ask } from '../testing/ask.ts';
import { warmUp } from './warm-up.ts';

const database = useTestDatabase({ maxConnections: 3 });

const rows = () =>
  Promise.all([
    database.generation.findMany({ orderBy: { id: 'asc' } }),
    database.generationInput.findMany(),
    database.generationChunk.findMany(),
    database.message.findMany({ orderBy: { id: 'asc' } }),
    database.conversationEvent.findMany(),
  ]);

it('changes nothing, whether anything was answered before or not', async () => {
  await warmUp(database);
  const { generationId, siteId } = await ask(database);
  await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  const { publishedPromptVersionId } = await database.site.findUniqueOrThrow({ where: { id: siteId } });
  await storeGenerationInput(database, {
    ...{ generationId, siteId, promptVersionId: publishedPromptVersionId ?? '', knowledgeVersion: 0 },
    ...{ modelHash: 'm', tokenizerHash: 't', mode: 'plain', temperature: 0, topP: 1, maxTokens: 10, seed: 1 },
    ...{ promptIds: [1, 2], grounding: null, passageIds: [] },
  });
  await database.generation.update({ where: { id: generationId }, data: { state: 'done', finishedAt: new Date() } });
  await ask(database);
  const before = await rows();
  await warmUp(database);
  expect(await rows()).toEqual(before);
});

import {
  claimGeneration,
  type Database,
  finishGeneration,
  readNewestInput,
  readPromptMaterial,
  recordFirstText,
  renewLeases,
  storeChunks,
  storeGenerationInput,
} from '@frontdesk/database';

/** Names no row. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Asks the store once what the first answer will cause to be asked, and changes nothing: Prisma compiles each query at its first
 * use, which takes tens of milliseconds, and the pool's connections have to be made. Reads and stores again what the newest
 * answer was made from, which does nothing; for all else, a claim that nobody has.
 */
export async function warmUp(database: Database): Promise<void> {
  const claim = { generationId: nobody, epoch: 0, workerId: nobody };
  const chunk = { ...claim, firstToken: 0, tokenIds: [], position: 0, text: '' };
  const timings = { prefillMs: 0, firstTokenMs: 0 };
  const newest = await readNewestInput(database);
  await Promise.all([
    claimGeneration(database, { ...claim, leaseMs: 0 }),
    newest && readPromptMaterial(database, newest),
    newest && storeGenerationInput(database, newest.input),
    storeChunks(database, { workerId: nobody, chunks: [chunk] }),
    recordFirstText(database, claim, timings),
    renewLeases(database, { workerId: nobody, claims: [claim], leaseMs: 0 }),
    finishGeneration(database, claim, {
      ...{
        finishReason: 'stop',
        lastChunk: null,
        timings: { ...timings, decodeMs: 0, promptTokens: 0, generatedTokens: 0 },
      },
    }),
  ]);
}

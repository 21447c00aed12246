import { randomUUID } from 'node:crypto';
import { importLanes } from '@frontdesk/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { consumeGenerations, openGenerationQueue } from '../generations/bullmq-generation-queue.ts';
import { consumeImports } from '../imports/bullmq-import-queue.ts';
import { connectQueues } from '../servers.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const warnings: string[] = [];
const note = ({ message }: Error) => void warnings.push(message);
process.on('warning', note);
afterEach(() => void process.off('warning', note));

// A file of its own: `pg` warns once in a process.
it('consumers that begin at once ask nothing of the connection they share while it answers another', async () => {
  const ignore = { onError: () => {} };
  const connection = await connectQueues({ databaseUrl, ...ignore });
  const queue = await openGenerationQueue(connection);
  const handled: string[] = [];
  const consumers = await Promise.all([
    consumeGenerations(connection, {
      ...{ concurrency: 4, ...ignore },
      handle: async ({ generationId }) => void handled.push(generationId),
    }),
    ...importLanes.map((lane) => consumeImports(connection, { lane, handle: async () => {}, ...ignore })),
  ]);
  const generationId = randomUUID();
  await queue.enqueue({ generationId, epoch: 1 });
  await vi.waitFor(() => expect(handled).toEqual([generationId]), { timeout: 30_000 });
  for (const one of [...consumers, queue, connection]) await one.close();
  expect(warnings).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';

const database = useTestDatabase();

const relations = { conversation: true, question: true, chunks: true } as const;

it('a transaction has one statement at a time on its connection, whatever Prisma asks for at once', async () => {
  const warnings: string[] = [];
  // `pg` warns once a process, and each file of tests has one of its own.
  process.on('warning', ({ message }) => warnings.push(message));
  const [id = ''] = await createEnded(database, await createAsked(database), [
    { state: 'done', finishedAt: new Date(), errorCode: null },
  ]);
  const row = await database.$transaction(async (transaction) => {
    await transaction.generation.findUniqueOrThrow({ where: { id }, include: relations });
    return transaction.generation.update({ where: { id }, data: { epoch: 2 }, include: relations });
  });
  expect(row).toMatchObject({ epoch: 2, question: { text: 'Hello' }, chunks: [] });
  await sleep(0);
  expect(warnings.filter((message) => message.includes('already executing'))).toEqual([]);
});

it('a statement that fails undoes its transaction, and those after it', async () => {
  const { siteId } = await createAsked(database);
  const rename = (name: string) =>
    database.$transaction(async (transaction) => {
      await transaction.site.update({ where: { id: siteId }, data: { name } });
      await Promise.all([
        transaction.$queryRaw`SELECT 1 / 0`,
        transaction.site.update({ where: { id: siteId }, data: { colour: '#ffffff' } }),
      ]);
    });
  await expect(rename('Other')).rejects.toThrow();
  expect(await database.site.findUnique({ where: { id: siteId } })).toMatchObject({ name: 'Test', colour: '#000000' });
});

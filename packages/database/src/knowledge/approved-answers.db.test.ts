import { expect, it } from 'vitest';
import { createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { approveAnswer, deleteApprovedAnswer, listApprovedAnswers } from './approved-answers.ts';

const actor = { userId: 'u', email: 'admin@frontdesk.test' };
const database = useTestDatabase();

it('is deleted while it is being imported, one after the other', async () => {
  const { siteId } = await createAsked(database);
  const written = { siteId, question: 'Do you repair pots?', normalForm: 'do you repair pots', answer: 'We do.' };
  const { answerId, job } = await approveAnswer(database, actor, written);
  let deletion: Promise<void> | undefined;
  // What an import does when it stores a document: first its source's row, then the site's.
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM knowledge_source WHERE id = ${job?.sourceId}::uuid FOR UPDATE`;
    deletion = deleteApprovedAnswer(database, actor, { siteId, answerId });
    await untilItWaits();
    await transaction.site.update({ where: { id: siteId }, data: { knowledgeVersion: { increment: 1 } } });
  });
  await deletion;
  expect((await listApprovedAnswers(database, { siteId })).answers).toEqual([]);
});

/** Until somebody waits for the row of a source. */
async function untilItWaits(): Promise<void> {
  await expect
    .poll(async () => {
      const [waiting] = await database.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND query LIKE '%FROM knowledge_source WHERE%' AND datname = current_database()`;
      return waiting?.count;
    })
    .toBe(1);
}

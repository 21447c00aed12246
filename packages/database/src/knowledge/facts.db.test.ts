import { beforeEach, expect, it } from 'vitest';
import { operator } from '../team/audit.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { addFact } from './knowledge-changes.ts';
import { listRegressionCases } from './regression-cases.ts';
import { listOpenQuestions, recordUnanswered } from './unanswered-questions.ts';

const database = useTestDatabase();
let siteId: string;
beforeEach(async () => {
  siteId = await newSite(database);
});

/** A customer asks, and nothing known answers it. */
async function ask(question: string): Promise<void> {
  const visitorId = await createVisitor(database, siteId);
  const { conversationId, generationId } = await acceptMessage(database, { siteId, visitorId, text: question });
  await database.$transaction((transaction) =>
    recordUnanswered(transaction, { siteId, conversationId, generationId, question, embedding: null }),
  );
}
const openIds = async () => (await listOpenQuestions(database, siteId)).map(({ id }) => id);
const answer = (resolves: string[], text: string) =>
  addFact(database, operator, { siteId, title: 'Parking', text, resolves });
const sources = () => database.knowledgeSource.count({ where: { siteId } });
const cases = async () => (await listRegressionCases(database, siteId)).map(({ question }) => question);

it('of two who answer the same question one after the other, the second is told so', async () => {
  await ask('Is there parking?');
  await ask('is there PARKING');
  const ids = await openIds();
  await answer(ids, 'Yes, for free.');
  await expect(answer(ids, 'No.')).rejects.toMatchObject({
    code: 'changed_meanwhile',
    message: 'This was answered or put aside meanwhile: look under Knowledge.',
  });
  expect(await sources()).toBe(1);
  expect(await cases()).toEqual(['is there PARKING']);
});

it('of two at once, too', async () => {
  await ask('Is there parking?');
  const ids = await openIds();
  const both = await Promise.allSettled([answer(ids, 'Yes, for free.'), answer(ids, 'No.')]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'changed_meanwhile' } });
  expect(await sources()).toBe(1);
  expect(await cases()).toEqual(['Is there parking?']);
});

it('what is still open of several questions is answered', async () => {
  await ask('Is there parking?');
  const parking = await openIds();
  await ask('Where can I park?');
  const both = await openIds();
  await answer(parking, 'Yes, for free.');
  await answer(both, 'Behind the house.');
  expect(await openIds()).toEqual([]);
  expect(await cases()).toEqual(['Is there parking?', 'Where can I park?']);
});

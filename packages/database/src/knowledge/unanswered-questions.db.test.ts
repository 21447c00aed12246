import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { operator } from '../team/audit.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { removeSource } from './knowledge-changes.ts';
import { createKnowledgeSource } from './knowledge-sources.ts';
import { createRegressionCases, listRegressionCases } from './regression-cases.ts';
import { closeWording, listOpenQuestions, recordUnanswered, resolveUnanswered } from './unanswered-questions.ts';

const database = useTestDatabase();
let siteId: string;
let otherSiteId: string;
beforeEach(async () => {
  siteId = await createSite();
  otherSiteId = await createSite();
});

const createSite = () => newSite(database);

const embedding = { vector: { bytes: Int8Array.of(64, -127), step: 0.25 }, hash: 'model-1' };

/** A customer asks, and nothing known answers it. */
async function ask(question: string, { site = siteId, sandbox = false, times = 1 } = {}): Promise<string> {
  const visitorId = await createVisitor(database, site, { sandbox });
  const { conversationId, generationId } = await acceptMessage(database, { siteId: site, visitorId, text: question });
  for (let time = 0; time < times; time += 1) {
    await database.$transaction((transaction) =>
      recordUnanswered(transaction, { siteId: site, conversationId, generationId, question, embedding }),
    );
  }
  return conversationId;
}

const open = (site = siteId) => listOpenQuestions(database, site);
const fact = async (site = siteId) =>
  (await createKnowledgeSource(database, { siteId: site, kind: 'fact', name: 'Gift cards' })).sourceId;

describe('unanswered questions', () => {
  it('are listed once for each wording, those first that were asked most often', async () => {
    await ask('Do you sell gift cards?');
    await ask('Is there parking?');
    const conversationId = await ask('do you sell gift-cards');
    expect(await open()).toMatchObject([
      { question: 'do you sell gift-cards', normalForm: 'do you sell gift cards', conversationId, count: 2 },
      { question: 'Is there parking?', count: 1 },
    ]);
  });

  it('are those that were asked most often where there are more than are listed', async () => {
    await ask('Is there parking?');
    await ask('is there parking');
    await ask('Do you sell gift cards?');
    await ask('Do you deliver?');
    const listed = await listOpenQuestions(database, siteId, 2);
    expect(listed).toMatchObject([
      { question: 'is there parking', count: 2 },
      { question: 'Do you deliver?', count: 1 },
    ]);
  });

  it('are closed by what answers them, also where the form of their wording was another when they were asked', async () => {
    await ask('Can I pay in €?');
    await database.unansweredQuestion.updateMany({ where: { siteId }, data: { normalForm: 'can i pay in' } });
    await closeWording(database, { siteId, question: 'Can I pay in €?', sourceId: await fact() });
    expect(await open()).toEqual([]);
  });

  it('keep their vector', async () => {
    await ask('Is there parking?');
    const [question] = await open();
    expect(question).toMatchObject({ vector: embedding.vector, embeddingHash: 'model-1' });
  });

  it('are recorded once for a generation, however often its ending is tried', async () => {
    await ask('Is there parking?', { times: 2 });
    expect(await open()).toMatchObject([{ count: 1 }]);
  });

  it('are taken however long they are', async () => {
    const letters = Array.from({ length: 4_000 }, (_, index) =>
      String.fromCharCode(0x4e00 + ((index * 7_919) % 9_000)),
    );
    await ask(letters.join(''));
    expect(await open()).toHaveLength(1);
  });

  it('of the sandbox are not recorded', async () => {
    await ask('Is there parking?', { sandbox: true });
    expect(await open()).toEqual([]);
  });

  it('of another site are neither recorded nor listed nor resolved', async () => {
    const conversationId = await ask('Is there parking?');
    const [mine] = await open();
    await database.$transaction((transaction) =>
      recordUnanswered(transaction, {
        ...{ siteId: otherSiteId, conversationId, generationId: randomUUID(), question: 'Theirs?', embedding: null },
      }),
    );
    expect(await open(otherSiteId)).toEqual([]);
    expect(await resolveUnanswered(database, { siteId: otherSiteId, ids: [mine?.id ?? ''], sourceId: null })).toEqual(
      [],
    );
    expect(await open()).toHaveLength(1);
  });

  it('are resolved with all of their wording, by a fact or by nothing', async () => {
    await ask('Is there parking?');
    await ask('is there PARKING');
    await ask('Do you sell gift cards?');
    const [parking, cards] = await open();
    const sourceId = await fact();
    expect(await resolveUnanswered(database, { siteId, ids: [parking?.id ?? ''], sourceId })).toEqual([
      'is there PARKING',
    ]);
    expect(await open()).toMatchObject([{ question: 'Do you sell gift cards?' }]);
    await resolveUnanswered(database, { siteId, ids: [cards?.id ?? ''], sourceId: null });
    expect(await open()).toEqual([]);
    const rows = await database.unansweredQuestion.findMany({ where: { siteId }, orderBy: { id: 'asc' } });
    expect(rows.map(({ resolvedById }) => resolvedById)).toEqual([sourceId, sourceId, null]);
  });

  it('stay resolved when the fact goes, and go with their conversation', async () => {
    const conversationId = await ask('Is there parking?');
    const sourceId = await fact();
    await resolveUnanswered(database, { siteId, ids: [(await open())[0]?.id ?? ''], sourceId });
    await removeSource(database, operator, { siteId, sourceId });
    expect(await open()).toEqual([]);
    expect(await database.unansweredQuestion.findMany({ where: { siteId } })).toMatchObject([{ resolvedById: null }]);
    await database.conversation.delete({ where: { id: conversationId } });
    expect(await database.unansweredQuestion.count({ where: { siteId } })).toBe(0);
  });
});

describe('regression cases', () => {
  it('belong to their fact and go with it', async () => {
    const sourceId = await fact();
    await createRegressionCases(database, { siteId, sourceId, questions: ['Is there parking?', 'Where can I park?'] });
    expect(await listRegressionCases(database, siteId)).toMatchObject([
      { sourceId, question: 'Is there parking?' },
      { sourceId, question: 'Where can I park?' },
    ]);
    expect(await listRegressionCases(database, otherSiteId)).toEqual([]);
    await removeSource(database, operator, { siteId, sourceId });
    expect(await listRegressionCases(database, siteId)).toEqual([]);
  });
});

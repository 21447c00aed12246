import { randomUUID } from 'node:crypto';
import {
  type Database,
  listChanges,
  listDeletionReceipts,
  readReceipts,
  searchVisitors,
  tagConversation,
} from '@frontdesk/database';
import type { AdminCase } from '../admin.ts';

const changes = 200_000;
const answersOfLongOne = 60;

/** What is written down of the largest site: customers' records, its log of changes, answers' receipts; and an agent's tag. */
export async function recordCases(database: Database, siteIds: readonly string[]): Promise<AdminCase[]> {
  const [siteId = ''] = siteIds;
  await seedChanges(database, siteId);
  await seedReceipts(database, siteId);
  const conversationId = await seedLongConversation(database, siteId);
  const agent = { id: randomUUID(), name: 'Ada' };
  const actor = { userId: agent.id, email: 'ada@frontdesk.test' };
  const find = (search: string) => () => searchVisitors(database, { siteId, search });
  const [{ id: deep = '' } = {}] = await database.auditEntry.findMany({
    ...{ where: { siteId }, orderBy: { id: 'desc' }, skip: changes / 2, take: 1, select: { id: true } },
  });
  const answers = await database.generation.findMany({ where: { conversationId }, select: { id: true } });
  const generationIds = answers.map(({ id }) => id);
  let round = 0;
  return [
    { name: 'customers, by a part of an address', run: find('customer.2997@') },
    { name: 'customers, by a name of many', run: find('baker4') },
    { name: 'customers, by the end of an id', run: find('f9ff') },
    { name: 'customers, one that nobody is', run: find('zebra') },
    { name: 'receipts of deletions', run: () => listDeletionReceipts(database, siteId) },
    { name: `receipts of ${answersOfLongOne} answers`, run: () => readReceipts(database, { siteId, generationIds }) },
    { name: 'changes', run: () => listChanges(database, { siteId, limit: 51 }) },
    { name: 'changes, half way down', run: () => listChanges(database, { siteId, before: deep, limit: 51 }) },
    {
      name: 'changes, of a kind that is rare',
      run: () => listChanges(database, { siteId, action: 'site.', limit: 51 }),
    },
    {
      name: 'a tag that many have, given and taken',
      run: () =>
        tagConversation(database, { siteId, conversationId, agent, actor, tags: round++ % 2 === 0 ? ['Refund'] : [] }),
    },
  ];
}

/** Nearly all are of conversations, as agents leave them. */
async function seedChanges(database: Database, siteId: string): Promise<void> {
  await database.$executeRaw`
    INSERT INTO audit_entry (id, site_id, user_id, user_name, action, target, created_at)
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || substr(md5('a' || n), 1, 20))::uuid,
           ${siteId}::uuid, 'ada', 'ada@frontdesk.test',
           CASE WHEN n % 20000 = 0 THEN 'site.edited' ELSE 'conversation.tagged' END, 'Visitor f9ff', at
      FROM (SELECT n, now() - n * interval '30 seconds' AS at FROM generate_series(1, ${changes}) AS n) made`;
}

async function seedReceipts(database: Database, siteId: string): Promise<void> {
  await database.$executeRaw`
    INSERT INTO deletion_receipt (id, site_id, reason, deleted_at, counts)
    SELECT md5('r' || n)::uuid, ${siteId}::uuid, 'retention', now() - n * interval '1 day', '{"conversations": 40, "messages": 400}'
      FROM generate_series(1, 1000) AS n`;
}

/** One conversation with many answers, each with what it was made from. */
async function seedLongConversation(database: Database, siteId: string): Promise<string> {
  const conversation = await database.conversation.findFirstOrThrow({
    ...{ where: { siteId, state: 'bot' }, orderBy: { id: 'asc' }, select: { id: true, visitorId: true } },
  });
  const passages = Array.from({ length: 5 }, (_, place) => ({
    ...{
      id: randomUUID(),
      title: `Returns ${place}`,
      url: null,
      score: 0.5,
      text: 'You can return items. '.repeat(40),
    },
  }));
  const grounding = JSON.stringify({ passages });
  await database.$executeRaw`
    WITH asked AS (
      INSERT INTO message (id, site_id, conversation_id, visitor_id, role, text)
      SELECT md5('lm' || n)::uuid, ${siteId}::uuid, ${conversation.id}::uuid, ${conversation.visitorId}::uuid, 'visitor', 'How?'
        FROM generate_series(1, ${answersOfLongOne}) AS n RETURNING id
    ), answered AS (
      INSERT INTO generation (id, site_id, conversation_id, question_message_id, state, deadline_at, received_at,
                              finished_at, said)
      SELECT md5('lg' || n)::uuid, ${siteId}::uuid, ${conversation.id}::uuid, md5('lm' || n)::uuid, 'done',
             now() - interval '2 days', now() - interval '2 days', now() - interval '2 days', '{"kind": "quote", "quotes": []}'
        FROM generate_series(1, ${answersOfLongOne}) AS n, (SELECT count(*) FROM asked) made RETURNING id
    )
    INSERT INTO generation_input (generation_id, site_id, prompt_version_id, model_hash, tokenizer_hash, mode, temperature, top_p,
                                  max_tokens, seed, prompt_ids, grounding)
    SELECT id, ${siteId}::uuid, ${randomUUID()}::uuid, 'm', 't', 'quote', 0, 1, 400, 1, array_fill(1, ARRAY[600]),
           ${grounding}::jsonb FROM answered`;
  return conversation.id;
}

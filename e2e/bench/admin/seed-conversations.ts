import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';

const sites = 3;
/** Of a third of the customers; the others are anonymous. */
const firstNames = ['Ann', 'Ben', 'Chloé', 'Dmitri', 'Eva', 'Farid', 'Grace'];
/** So far back conversations go. */
const days = 90;

/**
 * Stores conversations of several sites with ten messages each, their logs and answers, spread over a quarter of a year: made
 * by the server from numbers, so that two runs have the same.
 * @returns ids of the sites; the first has most of them
 */
export async function seedConversations(database: Database, conversations: number): Promise<string[]> {
  const siteIds: string[] = [];
  for (let index = 0; index < sites; index++) {
    const { id } = await database.site.create({
      data: { key: randomUUID(), name: `Shop ${index}`, greeting: 'Hi', colour: '#1f7a4d' },
    });
    siteIds.push(id);
  }
  const agents = Array.from({ length: 12 }, (_, index) => `agent-${index}`);
  await database.user.createMany({
    data: agents.map((id, index) => ({ id, name: `Agent ${index}`, email: `${id}@shop.example` })),
  });
  await database.$executeRaw`SELECT setseed(0.5)`;
  await database.$executeRaw`
    CREATE TABLE seeded AS
    SELECT md5('v' || n)::uuid AS visitor_id, md5('c' || n)::uuid AS id, n,
           (${siteIds}::uuid[])[CASE WHEN n % 10 < 7 THEN 1 WHEN n % 10 < 9 THEN 2 ELSE 3 END] AS site_id,
           now() - interval '1 day' - ((n * 7919) % ${conversations}) * (interval '1 day' * ${days} / ${conversations}) AS began_at
      FROM generate_series(0, ${conversations - 1}) AS n`;
  await database.$executeRaw`
    INSERT INTO visitor (id, site_id, created_at, last_seen_at, name, email)
    SELECT visitor_id, site_id, began_at, began_at,
           CASE WHEN n % 3 = 0 THEN (${firstNames}::text[])[1 + n % ${firstNames.length}] || ' Baker' || n % 500 END,
           CASE WHEN n % 3 = 0 THEN 'customer.' || n || '@mail.example' END
      FROM seeded`;
  await database.$executeRaw`
    INSERT INTO conversation (id, site_id, visitor_id, created_at, last_activity_at, last_seq, state, resolved_at, snoozed_until)
    SELECT id, site_id, visitor_id, began_at, began_at + interval '10 minutes', 12, state::conversation_state,
           CASE WHEN state = 'resolved' THEN began_at + interval '20 minutes' END,
           CASE WHEN state = 'snoozed' THEN now() + n % 300 * interval '1 hour' END
      FROM (SELECT *, CASE WHEN n % 7 = 0 THEN 'waiting_for_person' WHEN n % 7 IN (1, 2) THEN 'resolved'
                           WHEN n % 14 = 3 THEN 'with_person' WHEN n % 14 = 10 THEN 'snoozed' ELSE 'bot' END AS state
              FROM seeded) stated`;
  await database.$executeRaw`
    INSERT INTO message (id, site_id, conversation_id, visitor_id, role, client_message_id, text, created_at)
    SELECT md5('m' || n || '-' || m)::uuid, site_id, id, visitor_id, 'visitor', md5('c' || n || '-' || m)::uuid,
           'How do I return item ' || ((n * 31 + m) % 400) || '?', began_at + m * interval '1 minute'
      FROM seeded, generate_series(0, 8, 2) AS m`;
  await database.$executeRaw`
    INSERT INTO generation (id, site_id, conversation_id, question_message_id, state, deadline_at, received_at, finished_at,
                            first_text_at, said)
    SELECT md5('g' || n || '-' || m)::uuid, site_id, id, md5('m' || n || '-' || m)::uuid, 'done', began_at + interval '1 day',
           began_at + m * interval '1 minute', began_at + m * interval '1 minute', began_at + m * interval '1 minute',
           '{"kind": "quote", "quotes": []}'
      FROM seeded, generate_series(0, 8, 2) AS m WHERE NOT (n % 7 = 0 AND m > 5)`;
  await database.$executeRaw`
    INSERT INTO message (id, site_id, conversation_id, visitor_id, role, generation_id, author_id, text, created_at)
    SELECT md5('m' || n || '-' || m)::uuid, site_id, id, visitor_id, role::message_role,
           CASE WHEN role = 'assistant' THEN md5('g' || n || '-' || (m - 1))::uuid END,
           CASE WHEN role = 'agent' THEN (${agents}::text[])[1 + n % ${agents.length}] END,
           'You can return item ' || ((n * 31 + m) % 400) || ' within 30 days of its delivery.',
           began_at + m * interval '1 minute'
      FROM (SELECT *, CASE WHEN n % 7 = 0 AND m > 5 THEN 'agent' ELSE 'assistant' END AS role
              FROM seeded, generate_series(1, 9, 2) AS m) answers`;
  await database.$executeRaw`
    INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload, created_at)
    SELECT site_id, conversation_id, 1 + row_number() OVER (PARTITION BY conversation_id ORDER BY created_at), 'customer',
           CASE role WHEN 'assistant'
                THEN jsonb_build_object('type', 'generation:done', 'message', jsonb_build_object('role', role, 'text', text))
                ELSE jsonb_build_object('type', 'message:created', 'message', jsonb_build_object(
                       'id', id, 'role', role, 'text', text, 'clientMessageId', client_message_id))
           END, created_at
      FROM message`;
  await database.$executeRaw`
    INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload, created_at)
    SELECT site_id, id, 12, 'customer',
           CASE WHEN n % 7 = 0 THEN '{"type": "conversation:handed-over", "reason": "not-known"}'::jsonb
                ELSE jsonb_build_object('type', 'conversation:solved', 'solved', n % 5 <> 0, 'by', 'bot') END,
           began_at + interval '330 seconds'
      FROM seeded WHERE n % 3 = 0 OR n % 7 = 0`;
  await database.$executeRaw`DROP TABLE seeded`;
  await database.$executeRaw`VACUUM ANALYZE`;
  return siteIds;
}

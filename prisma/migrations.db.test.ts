import { expect, it } from 'vitest';
import { readMigrations } from '../scripts/setup/migrations.mjs';
import { databaseWith, query } from '../scripts/testing/made-databases.ts';

const migrations = readMigrations();

/** A database as it was before a migration, which is then run over it. */
async function before(name: string): Promise<{ url: string; run: () => Promise<unknown> }> {
  const index = migrations.findIndex((migration) => migration.name === name);
  const url = await databaseWith(migrations.slice(0, index));
  return { url, run: () => query(url, migrations[index]?.sql ?? '') };
}

const someId = 'gen_random_uuid()';
/** Rows without those that they belong to. */
const alone = (sql: string) => `SET session_replication_role = replica; ${sql}`;

it('what is a person’s and nobody’s waits for a person; what somebody has stays theirs', async () => {
  const { url, run } = await before('0037_nobodys_waits');
  await query(
    url,
    alone(`INSERT INTO conversation (id, site_id, visitor_id, state, assignee_id)
      SELECT ${someId}, ${someId}, ${someId}, state::conversation_state, assignee
        FROM (VALUES ('with_person', NULL), ('with_person', 'ada'), ('resolved', NULL)) AS row (state, assignee)`),
  );
  await run();
  const rows = await query(url, 'SELECT state::text, assignee_id AS assignee FROM conversation ORDER BY 1');
  expect(rows).toEqual([
    { state: 'resolved', assignee: null },
    { state: 'waiting_for_person', assignee: null },
    { state: 'with_person', assignee: 'ada' },
  ]);
}, 60_000);

it('answers that may be in the wrong language are not kept, others are', async () => {
  const { url, run } = await before('0038_kept_in_english');
  const site = (key: string, languages: string, texts: object) =>
    query(
      url,
      `INSERT INTO site (id, key, name, greeting, colour, suggestions, allowed_origins, languages, reply_texts)
       VALUES (${someId}, $1, $1, 'Hi', '#000000', '{}', '{}', $2, $3)`,
      [key, languages, texts],
    );
  await site('german', '{de}', { 'de/greeting': 'Moin!' });
  await site('both', '{de,en}', { 'de/greeting': 'Moin!' });
  await site('usual', '{de}', { 'language-fr': 'Bonjour.' });
  await site('english', '{en}', { greeting: 'Ahoy!' });
  await query(
    url,
    alone(`INSERT INTO cached_answer (site_id, question, generation_id, prompt_version_id, knowledge_version, model_hash, expires_at)
      SELECT id, 'hallo', ${someId}, ${someId}, 1, 'm', now() FROM site`),
  );
  await run();
  const kept = await query(url, 'SELECT key FROM cached_answer JOIN site ON site.id = site_id ORDER BY key');
  expect(kept.map(({ key }) => key)).toEqual(['both', 'english', 'usual']);
}, 60_000);

it('what a question is found by loses the marks at its end, but where that is another one’s form', async () => {
  const { url, run } = await before('0041_end_marks');
  await query(
    url,
    `INSERT INTO site (id, key, name, greeting, colour, suggestions, allowed_origins)
     VALUES (${someId}, 'shop', 'Shop', 'Hi', '#000000', '{}', '{}')`,
  );
  const forms = ['στέλνετε;;', 'هل تشحنون؟', 'هل تشحنون', '配送しますか。', 'is it 32"', 'teach c;'];
  await query(
    url,
    alone(`INSERT INTO approved_answer (id, site_id, question, normal_form, answer, source_id, author, updated_at)
      SELECT ${someId}, site.id, form, form, 'Yes.', ${someId}, 'ada', now()
        FROM site, unnest('{${forms.map((form) => JSON.stringify(form)).join(',')}}'::text[]) AS form;
      INSERT INTO question_count (site_id, day, question, asked, answered)
      SELECT site_id, '2026-01-01', normal_form, 2, 1 FROM approved_answer`),
  );
  await run();
  const found = await query(
    url,
    'SELECT question, normal_form AS form FROM approved_answer WHERE question <> normal_form',
  );
  expect(new Map(found.map(({ question, form }) => [question, form]))).toEqual(
    new Map([
      ['στέλνετε;;', 'στέλνετε'],
      ['配送しますか。', '配送しますか'],
    ]),
  );
  const counts = await query(url, 'SELECT question, asked, answered FROM question_count');
  expect(new Map(counts.map(({ question, asked, answered }) => [question, [asked, answered]]))).toEqual(
    new Map([
      ['στέλνετε', [2, 1]],
      ['هل تشحنون', [4, 2]],
      ['配送しますか', [2, 1]],
      ['is it 32"', [2, 1]],
      ['teach c;', [2, 1]],
    ]),
  );
}, 60_000);

it('of what is counted, a person’s and what waits for one is open', async () => {
  const { url, run } = await before('0045_found_by_id');
  await query(
    url,
    alone(`INSERT INTO conversation (id, site_id, visitor_id, state)
      SELECT ${someId}, ${someId}, ${someId}, unnest(enum_range(NULL::conversation_state));
      INSERT INTO conversation_fact (conversation_id, site_id, began_at, last_activity_at, visitor_messages, bot_messages,
                                     agent_messages, thumbs_up, thumbs_down)
      SELECT id, site_id, now(), now(), 1, 1, 0, 0, 0 FROM conversation UNION ALL
      SELECT ${someId}, ${someId}, now(), now(), 1, 1, 0, 0, 0`),
  );
  await run();
  const rows = await query(
    url,
    `SELECT state::text FROM conversation_fact LEFT JOIN conversation ON id = conversation_id WHERE with_people ORDER BY 1`,
  );
  expect(rows.map(({ state }) => state)).toEqual(['snoozed', 'waiting_for_person', 'with_person']);
}, 60_000);

it('of who is blocked, the newest entry of their logs says who did it', async () => {
  const { url, run } = await before('0051_deleted_notes');
  await query(
    url,
    alone(`INSERT INTO visitor (id, site_id, blocked_at, language)
      SELECT ${someId}, ${someId}, at, name FROM (VALUES ('logged', now()), ('unknown', now()), ('free', NULL)) AS row (name, at);
      INSERT INTO conversation (id, site_id, visitor_id)
      SELECT ${someId}, site_id, id FROM visitor, generate_series(1, 2) WHERE language <> 'unknown';
      INSERT INTO conversation_event (site_id, conversation_id, seq, audience, created_at, payload)
      SELECT site_id, id, seq, 'agents', now() - seq * interval '1 hour',
             jsonb_build_object('type', 'visitor:blocked', 'blocked', seq < 3, 'by', jsonb_build_object('id', seq, 'name', 'Agent ' || seq))
        FROM conversation, generate_series(1, 3) AS seq`),
  );
  await run();
  const rows = await query(url, 'SELECT language AS name, blocked_by AS by FROM visitor ORDER BY 1');
  expect(rows).toEqual([
    { name: 'free', by: null },
    { name: 'logged', by: 'Agent 1' },
    { name: 'unknown', by: null },
  ]);
}, 60_000);

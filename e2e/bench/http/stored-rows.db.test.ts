import { timeOrderedId } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestSite } from '../../../apps/gateway/src/testing/test-site.ts';
import { readStoredRows } from './stored-rows.ts';

const database = useTestDatabase();

it('counts every event of a conversation, and what of the site belongs to no request', async () => {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  try {
    const { id: siteId } = await createTestSite(database);
    const accept = () =>
      acceptMessage(database, { siteId, visitorId: timeOrderedId(), newVisitor: true, text: 'Why?' });
    const prepared = await accept();
    const asked = await accept();
    await client.query('UPDATE generation SET cached_from_id = $1 WHERE id = $2', [
      prepared.generationId,
      asked.generationId,
    ]);
    const { counts } = await readStoredRows(client, siteId);
    expect(counts).toMatchObject({ 'questions of the site': 1, 'answers of the site': -1 });
    await client.query(
      `INSERT INTO conversation_event (site_id, conversation_id, seq, audience, payload)
       SELECT site_id, conversation_id, 4, audience, payload FROM conversation_event WHERE conversation_id = $1 LIMIT 1`,
      [asked.conversationId],
    );
    const after = await readStoredRows(client, siteId);
    expect(after.counts.events).toBe((counts.events ?? 0) + 1);
  } finally {
    await client.end();
  }
});

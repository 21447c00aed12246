import { describe, expect, it } from 'vitest';
import { readEvents } from './conversations/conversation-events.ts';
import { findNewestConversation, ownsConversation } from './conversations/conversations.ts';
import { findAnswerState, readConversationState } from './conversations/running-answers.ts';
import { readGenerationText } from './generations/generation-chunks.ts';
import { storeClientTtft } from './generations/generation-timings.ts';
import { findApiKey } from './sites/api-keys.ts';
import { createApiKey } from './testing/test-api-keys.ts';
import { useTestDatabase } from './testing/test-database.ts';
import { acceptMessage } from './testing/test-messages.ts';
import { newSite } from './testing/test-site.ts';
import { createVisitor, touchVisitor } from './visitors/visitors.ts';

interface Tenant {
  siteId: string;
  visitorId: string;
  conversationId: string;
  generationId: string;
}
const database = useTestDatabase();
const mine = await createTenant();
const theirs = await createTenant();

/** A site with one visitor, who has asked and is being answered. */
async function createTenant(): Promise<Tenant> {
  const siteId = await newSite(database);
  const visitorId = await createVisitor(database, siteId);
  const { conversationId, generationId } = await acceptMessage(database, { siteId, visitorId });
  await database.generationChunk.create({
    data: { siteId, generationId, firstToken: 0, epoch: 1, tokenIds: [1, 2, 3], position: 0, text: 'Words' },
  });
  return { siteId, visitorId, conversationId, generationId };
}

describe('nothing of one site is found from another', () => {
  it('is found from its own, so that what follows is for its own reason', async () => {
    expect(await touchVisitor(database, mine)).toBe(true);
    expect(await ownsConversation(database, mine, mine.conversationId)).toBe(true);
    expect(await findNewestConversation(database, mine)).toBe(mine.conversationId);
    expect(await findAnswerState(database, mine, mine.generationId)).toBe('queued');
    expect(await readEvents(database, mine, 0, 'customer')).toHaveLength(2);
    expect(await readConversationState(database, mine)).toEqual({
      visitorId: mine.visitorId,
      lastSeq: 2,
      running: [{ generationId: mine.generationId, state: 'queued', text: 'Words' }],
    });
    expect(await readGenerationText(database, mine)).toBe('Words');
  });

  it.each<[string, (owner: Tenant, other: Tenant) => Tenant]>([
    ['the site', (owner, other) => ({ ...owner, siteId: other.siteId })],
    ['visitor and site', (owner, other) => ({ ...owner, siteId: other.siteId, visitorId: other.visitorId })],
  ])('with another’s %s', async (_, mix) => {
    const crossed = mix(mine, theirs);
    expect(await ownsConversation(database, crossed, mine.conversationId)).toBe(false);
    expect(await findAnswerState(database, crossed, mine.generationId)).toBeNull();
    expect(await readEvents(database, crossed, 0, 'agents')).toEqual([]);
    expect(await readConversationState(database, crossed)).toBeNull();
    expect(await readGenerationText(database, crossed)).toBe('');
    await storeClientTtft(database, crossed, { generationId: mine.generationId, ttftMs: 1 });
    const { clientTtftMs } = await database.generation.findUniqueOrThrow({ where: { id: mine.generationId } });
    expect(clientTtftMs).toBeNull();
  });

  it('with a visitor of another site', async () => {
    const crossed = { siteId: mine.siteId, visitorId: theirs.visitorId };
    expect(await touchVisitor(database, crossed)).toBe(false);
    expect(await findNewestConversation(database, crossed)).toBeNull();
  });
});

describe('API keys', () => {
  it('open their own site until they are revoked, and are kept as a hash only', async () => {
    const key = await createApiKey(database, { siteId: mine.siteId, name: 'test' });
    expect((await findApiKey(database, key))?.site.id).toBe(mine.siteId);
    expect(await findApiKey(database, `${key}x`)).toBeNull();
    const rows = await database.apiKey.findMany({ where: { siteId: mine.siteId } });
    expect(JSON.stringify(rows)).not.toContain(key);
    expect(rows[0]?.lastUsedAt).toBeInstanceOf(Date);
    await database.apiKey.updateMany({ where: { siteId: mine.siteId }, data: { revokedAt: new Date() } });
    expect(await findApiKey(database, key)).toBeNull();
  });
});

import { randomUUID } from 'node:crypto';
import { CodedError } from '@frontdesk/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendEvents, type NewConversationEvent, readEvents } from '../conversations/conversation-events.ts';
import { listConversations } from '../conversations/conversation-listing.ts';
import { findConversationSummary, findListedConversation } from '../conversations/conversations.ts';
import { readPromptMaterial } from '../generations/generation-inputs.ts';
import { publishPromptVersion } from '../generations/prompt-versions.ts';
import { readServiceWindow } from '../service/service-metrics.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage, testMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import type { NewMessage } from './messages.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;

beforeEach(async () => {
  siteId = await createSite();
  visitorId = await createVisitor(database, siteId);
});

const createSite = (dailyMessageLimit = 5_000) => newSite(database, { dailyMessageLimit });

const message = (fields: Partial<NewMessage> = {}): NewMessage => testMessage({ siteId, visitorId, ...fields });
const countOf = async (site = siteId) =>
  (await database.siteDayUsage.findFirst({ where: { siteId: site } }))?.messages ?? 0;

/** Ends the running answer of a conversation, so that the next message is let in. */
const endAnswer = (conversationId: string) =>
  database.generation.updateMany({ where: { conversationId }, data: { state: 'done' } });

it('passes on what a newer version wrote into the log, and what comes after it', async () => {
  const { conversationId } = await acceptMessage(database, message());
  const address = { siteId, conversationId };
  const newer = { type: 'conversation:coloured', colour: 'green' } as unknown as NewConversationEvent;
  await database.$transaction((transaction) => appendEvents(transaction, address, [newer]));
  const events = await readEvents(database, address, 1, 'customer');
  expect(events).toMatchObject([
    { seq: 2, type: 'generation:queued' },
    { conversationId, seq: 3, type: 'conversation:coloured', colour: 'green', at: expect.any(String) },
  ]);
});

describe('acceptMessage', () => {
  it('stores message, generation, events and count together', async () => {
    const stored = await acceptMessage(database, message());
    const events = await readEvents(database, { siteId, conversationId: stored.conversationId }, 0, 'customer');
    expect(events).toEqual(stored.events);
    expect(events).toMatchObject([
      { seq: 1, type: 'message:created', message: { id: stored.messageId, text: 'Hello' } },
      { seq: 2, type: 'generation:queued', generationId: stored.generationId, questionMessageId: stored.messageId },
    ]);
    const generation = await database.generation.findUniqueOrThrow({ where: { id: stored.generationId } });
    expect(generation).toMatchObject({ siteId, state: 'queued', epoch: 0, questionMessageId: stored.messageId });
    expect(await countOf()).toBe(1);
  });

  it('makes the visitor whom the same request names again, once, and not for what is refused', async () => {
    const again = message({ visitorId: randomUUID(), visitorMayBeNew: true });
    const [first, second] = await Promise.all([acceptMessage(database, again), acceptMessage(database, again)]);
    expect([first.duplicate, second.duplicate].toSorted()).toEqual([false, true]);
    expect(second.conversationId).toBe(first.conversationId);
    expect((await acceptMessage(database, again)).duplicate).toBe(true);
    const full = await createSite(0);
    const refused = message({ siteId: full, visitorId: randomUUID(), visitorMayBeNew: true });
    await expect(acceptMessage(database, refused)).rejects.toMatchObject({ code: 'site_limit_reached' });
    const busy = () => {
      throw new CodedError('busy');
    };
    const crowded = message({ visitorId: randomUUID(), visitorMayBeNew: true, admit: busy });
    await expect(acceptMessage(database, crowded)).rejects.toMatchObject({ code: 'busy' });
    const ids = [refused, crowded].map(({ visitorId }) => visitorId);
    expect(await database.visitor.count({ where: { id: { in: ids } } })).toBe(0);
  });

  it('leaves what an agent tries in the sandbox out of limits, lists and figures', async () => {
    const site = await createSite(1);
    const agent = await createVisitor(database, site, { sandbox: true });
    for (const text of ['Hello', 'again']) {
      const { conversationId, generationId } = await acceptMessage(
        database,
        message({ siteId: site, visitorId: agent, text }),
      );
      await database.generation.update({
        where: { id: generationId },
        data: { state: 'done', finishedAt: new Date(), clientTtftMs: 1e9 },
      });
      expect(await findConversationSummary(database, conversationId)).toMatchObject({ conversationId });
      expect(await findListedConversation(database, conversationId)).toBeNull();
      const { conversations } = await listConversations(database, { siteId: site, userId: '' });
      expect(conversations.map((one) => one.conversationId)).not.toContain(conversationId);
    }
    expect(await countOf(site)).toBe(0);
    expect((await readServiceWindow(database)).clientTtftMs.p99).not.toBe(1e9);
    const customers = await acceptMessage(database, message());
    expect(await findListedConversation(database, customers.conversationId)).not.toBeNull();
  });

  it('stores what was said before with a new conversation, in order, before the question', async () => {
    const earlier = Array.from({ length: 40 }, (_, index) => ({
      role: index % 2 === 0 ? ('visitor' as const) : ('assistant' as const),
      text: `said ${index}`,
    }));
    await publishPromptVersion(database, { siteId, systemPrompt: 'You answer.' });
    const stored = await acceptMessage(database, message({ text: 'and now?', earlier }));
    const { conversationId, messageId, generationId, seq } = stored;
    expect(seq).toBe(41);
    const events = await readEvents(database, { siteId, conversationId }, 0, 'customer');
    expect(events).toEqual(stored.events);
    const { history } = await readPromptMaterial(database, { siteId, conversationId, questionMessageId: messageId });
    expect(history).toEqual([...earlier, { role: 'visitor', text: 'and now?' }]);
    expect(await findListedConversation(database, conversationId)).toMatchObject({
      ...{ messageCount: 41, lastText: 'and now?' },
    });
    // Nothing here made them, and nobody is asked to.
    expect(await database.generation.findMany({ where: { conversationId }, select: { id: true } })).toEqual([
      { id: generationId },
    ]);
    expect(await countOf()).toBe(1);
  });

  it('goes on in the same conversation, with the next numbers', async () => {
    const first = await acceptMessage(database, message());
    await endAnswer(first.conversationId);
    const second = await acceptMessage(database, message({ conversationId: first.conversationId }));
    expect(second).toMatchObject({ conversationId: first.conversationId, seq: 3 });
  });

  it.each([
    ['phrase', { workerId: 'w', agoMs: expect.closeTo(5_000, -4) }],
    ['quote', null],
  ] as const)('tells who made the last answer, where %s has it in its prompt', async (answerMode, last) => {
    await database.site.update({ where: { id: siteId }, data: { answerMode } });
    const first = await acceptMessage(database, message());
    expect(first.last).toBeNull();
    const finishedAt = new Date(Date.now() - 5_000);
    const { conversationId, generationId } = first;
    await database.generation.update({
      where: { id: generationId },
      data: { state: 'done', workerId: 'w', finishedAt },
    });
    expect((await acceptMessage(database, message({ conversationId }))).last).toEqual(last);
  });

  it('stores the same client id once, however often and fast it comes', async () => {
    const twice = message();
    const results = await Promise.all(Array.from({ length: 8 }, () => acceptMessage(database, twice)));
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(results.map(({ messageId, generationId, seq }) => `${messageId} ${generationId} ${seq}`)).size).toBe(
      1,
    );
    expect(await database.message.count({ where: { siteId } })).toBe(1);
    expect(await database.conversation.count({ where: { siteId } })).toBe(1);
    expect(await countOf()).toBe(1);
  });

  it('recognises a message that is sent again after its conversation has gone on', async () => {
    const first = message();
    const { conversationId, messageId } = await acceptMessage(database, first);
    await endAnswer(conversationId);
    await acceptMessage(database, message({ conversationId }));
    const again = await acceptMessage(database, { ...first, conversationId });
    expect(again).toMatchObject({ messageId, seq: 1, duplicate: true, events: [] });
  });

  it('refuses a client id that comes with another text or for another conversation', async () => {
    const first = message();
    const { conversationId } = await acceptMessage(database, first);
    await endAnswer(conversationId);
    await expect(acceptMessage(database, { ...first, text: 'Other' })).rejects.toMatchObject({
      code: 'message_id_reused',
    });
    const other = await acceptMessage(database, message());
    await expect(acceptMessage(database, { ...first, conversationId: other.conversationId })).rejects.toMatchObject({
      code: 'message_id_reused',
    });
  });

  it('lets two visitors use the same client id', async () => {
    const first = message();
    const other = await createVisitor(database, siteId);
    const results = await Promise.all([
      acceptMessage(database, first),
      acceptMessage(database, { ...first, visitorId: other }),
    ]);
    expect(results.map(({ duplicate }) => duplicate)).toEqual([false, false]);
  });

  it('takes one of several messages that come at once while no answer is in the making', async () => {
    const { conversationId } = await acceptMessage(database, message());
    await endAnswer(conversationId);
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => acceptMessage(database, message({ conversationId }))),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'answer_in_progress' });
  });

  it.each([
    ['another visitor', async () => ({ siteId, visitorId: await createVisitor(database, siteId) })],
    [
      'a visitor of another site',
      async () => {
        const other = await createSite();
        return { siteId: other, visitorId: await createVisitor(database, other) };
      },
    ],
  ])('does not open a conversation to %s', async (_, somebody) => {
    const { conversationId } = await acceptMessage(database, message());
    await endAnswer(conversationId);
    const intruder = await somebody();
    await expect(acceptMessage(database, message({ ...intruder, conversationId }))).rejects.toMatchObject({
      code: 'conversation_unknown',
    });
    expect(await database.message.count({ where: { conversationId } })).toBe(1);
  });

  it('takes a visitor only on its own site', async () => {
    const other = await createSite();
    await expect(acceptMessage(database, message({ siteId: other }))).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('counts exactly up to the limit of the day, also at once, and leaves nothing of what is beyond', async () => {
    siteId = await createSite(5);
    const visitors = await Promise.all(Array.from({ length: 12 }, () => createVisitor(database, siteId)));
    const results = await Promise.allSettled(
      visitors.map((visitor) => acceptMessage(database, message({ siteId, visitorId: visitor }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    const midnight = Date.parse(new Date().toISOString().slice(0, 10)) + 86_400_000;
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason.code).toBe('site_limit_reached');
      expect(result.reason.retryAfterMs).toBeLessThanOrEqual(midnight - Date.now() + 60_000);
    }
    expect(await countOf(siteId)).toBe(5);
    expect(await database.conversation.count({ where: { siteId } })).toBe(5);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await acceptMessage(database, message({ siteId, visitorId: visitors[0] ?? '', receivedAt: tomorrow }));
  });
});

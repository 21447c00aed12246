import { randomUUID } from 'node:crypto';
import { type Acceptance, acceptMessages, createVisitor, type NewMessage, timeOrderedId } from '@frontdesk/database';
import { acceptMessage, testMessage, useTestDatabase } from '@frontdesk/database/testing';
import { CodedError } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { createTestSite, type TestSite } from '../testing/test-site.ts';
import { useTestWorker } from '../testing/test-worker.ts';
import { GroupIntake } from './group-intake.ts';

const database = useTestDatabase();
const worker = useTestWorker(database);

const limitOfSmallSite = 4;
const isBusy = () => {
  throw new CodedError('busy', { retryAfterMs: 1 });
};

/** Messages of all kinds, to two sites of their own, in an order in which all but the last ten have one outcome. */
async function manyMessages(): Promise<{ messages: NewMessage[]; sites: TestSite[] }> {
  const site = await createTestSite(database);
  const small = await createTestSite(database, limitOfSmallSite);
  const message = (fields: Partial<NewMessage>): NewMessage =>
    testMessage({ siteId: site.id, visitorId: timeOrderedId(), ...fields });
  const visitor = (siteId = site.id, options = {}) => createVisitor(database, siteId, options);
  const begun = async () => {
    const first = message({ newVisitor: true });
    const { conversationId, generationId } = await acceptMessage(database, first);
    return { visitorId: first.visitorId, conversationId, generationId };
  };
  const idle = async () => {
    const conversation = await begun();
    const answer = await worker.claim(conversation.generationId);
    await answer.say('Yes.');
    await answer.finish();
    return conversation;
  };
  const kept = await begun();
  const answer = await worker.claim(kept.generationId);
  await answer.say('Yes, free.');
  await answer.finishAndKeep('are returns free');
  const cacheable = { text: 'Are returns free?', cacheQuestion: 'are returns free' };

  const messages: NewMessage[] = [];
  for (let round = 0; round < 10; round += 1) {
    const twice = message({ visitorId: await visitor() });
    const reused = message({ newVisitor: true });
    const [goesOn, answering, foreign] = [await idle(), await begun(), await idle()];
    const agent = await visitor(site.id, { sandbox: true });
    messages.push(
      // Kept answers, and questions that nobody answered yet.
      message({ newVisitor: true, ...cacheable }),
      message({ newVisitor: true, ...cacheable }),
      message({ visitorId: await visitor(), ...cacheable }),
      message({ newVisitor: true, cacheQuestion: 'what is new' }),
      message({
        newVisitor: true,
        earlier: [
          { role: 'visitor', text: 'Hi' },
          { role: 'assistant', text: 'Hello' },
        ],
      }),
      message({ visitorId: agent, ...cacheable }),
      // The same once more, the same id for something else.
      twice,
      { ...twice },
      { ...twice },
      reused,
      { ...reused, newVisitor: false, text: 'Other' },
      // Conversations that go on: idle, idle but asked twice, busy, somebody else's, nobody's.
      message({ visitorId: goesOn.visitorId, conversationId: goesOn.conversationId }),
      message({ visitorId: goesOn.visitorId, conversationId: goesOn.conversationId }),
      message({ visitorId: answering.visitorId, conversationId: answering.conversationId }),
      message({ visitorId: await visitor(), conversationId: foreign.conversationId }),
      message({ visitorId: await visitor(), conversationId: randomUUID() }),
      // Refused for themselves, for the queue, or because nobody is there.
      message({ newVisitor: true, admit: isBusy }),
      message({ newVisitor: true, admit: isBusy, ...cacheable }),
      message({}),
      message({ siteId: small.id, visitorId: twice.visitorId }),
    );
  }
  for (let count = 0; count < 10; count += 1) messages.push(message({ siteId: small.id, newVisitor: true }));
  return { messages, sites: [site, small] };
}

const settle = async (work: Promise<NonNullable<unknown>>): Promise<Acceptance> =>
  (await Promise.allSettled([work]))[0] as Acceptance;

/** What became of a message, without what is made by chance. */
function described(acceptance: Acceptance): unknown {
  if (acceptance.status === 'rejected') return acceptance.reason.code ?? acceptance.reason;
  const { seq, duplicate, cache, events } = acceptance.value;
  const told = events.map((event) => [event.seq, event.type, 'message' in event ? event.message?.text : null]);
  return { seq, duplicate, cache, told };
}

async function rowsOf(sites: readonly TestSite[]) {
  const where = { siteId: { in: sites.map(({ id }) => id) } };
  const usage = await database.siteDayUsage.findMany({ where, orderBy: { messages: 'asc' } });
  const gaps = await database.$queryRaw<unknown[]>`
    SELECT conversation.id FROM conversation JOIN conversation_event event ON event.conversation_id = conversation.id
     WHERE conversation.site_id = ANY(${where.siteId.in}::uuid[])
     GROUP BY conversation.id HAVING count(*) <> last_seq OR max(seq) <> last_seq`;
  return {
    gaps,
    usage: usage.map(({ messages }) => messages),
    visitors: await database.visitor.count({ where }),
    conversations: await database.conversation.count({ where }),
    messages: await database.message.count({ where }),
    generations: await database.generation.groupBy({ by: ['state'], where, _count: true, orderBy: { state: 'asc' } }),
    inputs: await database.generationInput.count({ where }),
    chunks: await database.generationChunk.count({ where }),
    events: await database.conversationEvent.count({ where }),
  };
}

// Hundreds of transactions one after the other, on machines that do other things too.
test('messages of all kinds that come at once have the outcomes, and leave the rows, of one after the other', async () => {
  const [alone, together] = [await manyMessages(), await manyMessages()];
  const expected: Acceptance[] = [];
  for (const message of alone.messages) expected.push(await settle(acceptMessage(database, message)));

  const sizes: number[] = [];
  const intake = new GroupIntake((messages) => {
    sizes.push(messages.length);
    return acceptMessages(database, messages);
  });
  const outcomes = await Promise.all(together.messages.map((message) => settle(intake.store(message))));

  expect(together.messages.length).toBeGreaterThanOrEqual(200);
  expect(Math.max(...sizes)).toBeGreaterThan(20);
  // Who of the small site's visitors comes first is left to chance: the last ten.
  expect(outcomes.slice(0, -10).map(described)).toEqual(expected.slice(0, -10).map(described));
  for (const of of [outcomes, expected]) {
    const small = of.slice(-10).map(described);
    expect(small.filter((one) => one === 'site_limit_reached')).toHaveLength(10 - limitOfSmallSite);
  }
  const rows = await rowsOf(together.sites);
  expect(rows).toEqual(await rowsOf(alone.sites));
  expect(rows.gaps).toEqual([]);
}, 120_000);

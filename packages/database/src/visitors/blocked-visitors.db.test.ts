import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { readEvents } from '../conversations/conversation-events.ts';
import { blockVisitor } from '../conversations/conversation-steps.ts';
import { rateAnswer, rateConversation, tellSolved } from '../conversations/feedback.ts';
import { leaveContact, requestPerson } from '../conversations/person-requests.ts';
import { reserveAttachment } from '../messages/attachments.ts';
import { acceptMessage } from '../messages/messages.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { identifyVisitor } from './identified-visitors.ts';
import { introduceVisitor } from './visitor-details.ts';

let database: Database;
let mine: Asked;
let generationId: string;
const ada = { id: randomUUID(), name: 'Ada' };
const refused = { code: 'visitor_blocked' };

beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  mine = await createAsked(database);
  [generationId = ''] = await createEnded(database, mine, [{ state: 'done', finishedAt: new Date() }]);
  await database.message.create({ data: { ...mine, role: 'assistant', text: 'So.', generationId } });
});

const block = (blocked = true) => blockVisitor(database, { ...mine, agent: ada, blocked });
const ask = (visitorId = mine.visitorId) =>
  acceptMessage(database, {
    ...{ siteId: mine.siteId, visitorId, clientMessageId: randomUUID(), text: 'Hello?' },
    ...{ receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) },
  });
const identify = async (anonymousId = mine.visitorId, externalId: string = randomUUID()) =>
  (await identifyVisitor(database, { siteId: mine.siteId, anonymousId, identity: { externalId } })).visitorId;

/** What a customer can say beside messages; each is something new. */
const saidBy: Record<string, () => Promise<unknown>> = {
  'a wish for a person': () => requestPerson(database, mine, mine.conversationId),
  'a wish for a person that begins a conversation': () => requestPerson(database, mine, undefined),
  'an address': () => leaveContact(database, mine, { ...mine, email: 'eve@evil.example' }),
  'a thumb': () => rateAnswer(database, mine, { generationId, thumb: 'down', comment: 'Eve was here' }),
  'whether it is solved': () => tellSolved(database, mine, { ...mine, solved: false }),
  'a rating': () => rateConversation(database, mine, { ...mine, score: 1, comment: 'Eve was here' }),
  'a name': () => introduceVisitor(database, mine, { name: 'Eve' }),
  'a file': () => reserveAttachment(database, { ...mine, name: 'eve.png', bytes: 1 }),
};

describe('of a blocked visitor nothing is taken:', () => {
  it.each(Object.entries(saidBy))('%s', async (_, say) => {
    await block();
    const { seq } = await block();
    await expect(say()).rejects.toMatchObject(refused);
    const { siteId, visitorId } = mine;
    expect(await readEvents(database, mine, seq, 'agents')).toEqual([]);
    expect(await database.conversation.findMany({ where: { visitorId } })).toMatchObject([
      { id: mine.conversationId, state: 'bot', assigneeId: null, contactEmail: null },
    ]);
    expect(await database.messageFeedback.count({ where: { siteId } })).toBe(0);
    expect(await database.conversationRating.count({ where: { siteId } })).toBe(0);
    expect(await database.attachment.count({ where: { siteId } })).toBe(0);
    expect(await database.visitor.findUnique({ where: { id: visitorId } })).toMatchObject({ name: null });
    await block(false);
    await say();
  });

  it('what comes while an agent blocks them comes before it, or not at all', async () => {
    await Promise.all([block(), ...Object.values(saidBy).map((say) => say().catch(() => {}))]);
    const types = (await readEvents(database, mine, 0, 'agents')).map(({ type }) => type);
    expect(types.at(-1)).toBe('visitor:blocked');
  });
});

it('an agent may still send them a file', async () => {
  await block();
  await database.user.create({ data: { ...ada, email: `${ada.id}@frontdesk.test` } });
  await reserveAttachment(database, { ...mine, agentId: ada.id, name: 'terms.pdf', bytes: 1 });
});

describe('whose site says who they are', () => {
  it('stays blocked, and the browser’s visitor of before asks nothing any more', async () => {
    await block();
    const visitorId = await identify();
    await expect(ask(visitorId)).rejects.toMatchObject(refused);
    await expect(ask()).rejects.toMatchObject({ code: 'token_invalid' });
    await block(false);
    await ask(visitorId);
  });

  it('is blocked neither for having been anonymous nor unblocked by a browser that is not', async () => {
    const externalId = randomUUID();
    const visitorId = await identify(mine.visitorId, externalId);
    await ask(visitorId);
    await block();
    const { id: another } = await database.visitor.create({ data: { siteId: mine.siteId } });
    expect(await identify(another, externalId)).toBe(visitorId);
    await expect(ask(visitorId)).rejects.toMatchObject(refused);
  });
});

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readEvents } from '../conversations/conversation-events.ts';
import { blockVisitor } from '../conversations/conversation-steps.ts';
import { rateAnswer, rateConversation, tellSolved } from '../conversations/feedback.ts';
import { leaveContact, requestPerson } from '../conversations/person-requests.ts';
import { reserveAttachment } from '../messages/attachments.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { blockSilentVisitor, listBlocked } from './block-list.ts';
import { identifyVisitor } from './identified-visitors.ts';
import { introduceVisitor } from './visitor-details.ts';

const database = useTestDatabase();
let mine: Asked;
let generationId: string;
const ada = { id: randomUUID(), name: 'Ada' };
const refused = { code: 'visitor_blocked' };

beforeEach(async () => {
  mine = await createAsked(database);
  [generationId = ''] = await createEnded(database, mine, [{ state: 'done', finishedAt: new Date() }]);
  await database.message.create({ data: { ...mine, role: 'assistant', text: 'So.', generationId } });
});

const block = (blocked = true) => blockVisitor(database, { ...mine, agent: ada, blocked });
const ask = (visitorId = mine.visitorId) => acceptMessage(database, { siteId: mine.siteId, visitorId, text: 'Hello?' });
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
    expect((await listBlocked(database, mine)).customers).toMatchObject([{ id: visitorId, blockedBy: 'Ada' }]);
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

describe('the blocked customers of a site', () => {
  const listed = async (before?: string) => {
    const page = await listBlocked(database, { siteId: mine.siteId, before });
    return { ids: page.customers.map(({ id }) => id), more: page.more };
  };
  const actor = { userId: ada.id, email: 'ada@frontdesk.test' };
  const blockSilent = (visitorId: string, blocked: boolean) =>
    blockSilentVisitor(database, { siteId: mine.siteId, visitorId, blocked, by: 'Bo', actor });

  it('are told with who blocked them, when, and in which conversation, the last first', async () => {
    await database.visitor.update({ where: { id: mine.visitorId }, data: { name: 'Eve', email: 'eve@evil.example' } });
    await block();
    const { id: silent } = await database.visitor.create({ data: { siteId: mine.siteId } });
    const { id: tried } = await database.visitor.create({
      data: { siteId: mine.siteId, sandbox: true, blockedAt: new Date() },
    });
    const others = await createAsked(database);
    await blockVisitor(database, { ...others, agent: ada, blocked: true });
    await blockSilent(silent, true);
    await blockSilent(silent, true);
    const at = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(await listBlocked(database, mine)).toEqual({
      customers: [
        { id: silent, name: null, email: null, blockedAt: at, blockedBy: 'Bo', conversationId: null },
        {
          ...{ id: mine.visitorId, name: 'Eve', email: 'eve@evil.example', blockedAt: at, blockedBy: 'Ada' },
          conversationId: mine.conversationId,
        },
      ],
      more: false,
    });
    await expect(blockSilent(tried, false)).rejects.toMatchObject({ code: 'not_found' });
    await expect(blockSilent(others.visitorId, false)).rejects.toMatchObject({ code: 'not_found' });
    await blockSilent(silent, false);
    await block(false);
    expect(await listed()).toEqual({ ids: [], more: false });
    const log = await database.auditEntry.findMany({ where: { siteId: mine.siteId }, orderBy: { id: 'asc' } });
    expect(log.map(({ action, target }) => [action, target])).toEqual([
      ['customer.blocked', silent.slice(-8)],
      ['customer.unblocked', silent.slice(-8)],
    ]);
  });

  it('come page by page, also where several were blocked at once', async () => {
    const blockedAt = new Date();
    await database.visitor.createMany({
      data: Array.from({ length: 120 }, () => ({ siteId: mine.siteId, blockedAt })),
    });
    const first = await listed();
    const second = await listed(first.ids.at(-1));
    const third = await listed(second.ids.at(-1));
    expect([first, second, third].map(({ ids, more }) => [ids.length, more])).toEqual([
      ...[
        [50, true],
        [50, true],
        [20, false],
      ],
    ]);
    expect(new Set([first, second, third].flatMap(({ ids }) => ids)).size).toBe(120);
    await blockSilent(first.ids.at(-1) ?? '', false);
    await expect(listed(first.ids.at(-1))).rejects.toMatchObject({ code: 'not_found' });
  });
});

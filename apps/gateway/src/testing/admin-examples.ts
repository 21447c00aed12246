import { randomUUID } from 'node:crypto';
import {
  addWebhook,
  approveAnswer,
  createApiKeyAs,
  createCannedReply,
  createInvitation,
  createKnowledgeSource,
  createVisitor,
  type Database,
  savePromptVersion,
  setOrderLookUp,
  timeOrderedId,
} from '@frontdesk/database';
import { acceptMessage } from '@frontdesk/database/testing';
import { createOrderSecrets } from '../orders/order-secrets.ts';
import { createWebhookSecrets } from '../webhooks/webhook-secrets.ts';
import { examples as files } from './example-files.ts';
import { createTestMember } from './test-admin.ts';
import { testSecret } from './test-gateway.ts';
import type { TestSite } from './test-site.ts';

/** A good request: what of a path names something, the query, and the body. */
export interface ExampleRequest {
  params?: Record<string, string>;
  query?: string;
  body?: object | Uint8Array;
}

/** Makes what the request is about, at a site, anew each time: a good request may be the end of it. */
type Example = (place: {
  database: Database;
  site: TestSite;
  upload(id: string): Promise<void>;
}) => Promise<ExampleRequest> | ExampleRequest;

const actor = { userId: 'test', email: 'test@frontdesk.test' };

const source =
  (kind: 'fact' | 'file' | 'site', imported = true): Example =>
  async ({ database, site }) => {
    const content = kind === 'site' ? {} : { format: 'text', content: Uint8Array.from(Buffer.from('We ship.')) };
    const address = kind === 'site' ? { address: 'https://shop.example/' } : {};
    const { sourceId } = await createKnowledgeSource(database, {
      ...{ siteId: site.id, kind, name: 'Shipping' },
      ...content,
      ...address,
    });
    if (imported) await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done' } });
    return { params: { sourceId } };
  };

const document: Example = async (place) => {
  const { params = {} } = await source('site')(place);
  const sourceId = params.sourceId ?? '';
  const { id } = await place.database.knowledgeDocument.create({
    data: { siteId: place.site.id, sourceId, address: 'https://shop.example/', title: 'Shipping', epoch: 1 },
  });
  return { params: { documentId: id } };
};

const visitor: Example = async ({ database, site }) => ({
  params: { visitorId: await createVisitor(database, site.id) },
});
const member: Example = async ({ database, site }) => ({
  params: { userId: (await createTestMember(database, { siteId: site.id, role: 'viewer' })).userId },
});
const answer: Example = async ({ database, site }) => {
  const written = { siteId: site.id, question: `Is it ${randomUUID()}?`, normalForm: randomUUID(), answer: 'Yes.' };
  return { params: { answerId: (await approveAnswer(database, actor, written)).answerId } };
};

const shortcut = () => `s${randomUUID().slice(0, 8)}`;
const cannedReply: Example = async ({ database, site: { id: siteId } }) => ({
  params: { replyId: (await createCannedReply(database, actor, { siteId, shortcut: shortcut(), text: 'Hello.' })).id },
});

/** A site may have no more than ten webhooks: the oldest go. */
async function makeRoom(database: Database, siteId: string): Promise<void> {
  const old = await database.webhook.findMany({ where: { siteId }, orderBy: { id: 'desc' }, skip: 5 });
  await database.webhook.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}

/** Its address is none that may be posted to. */
const webhook: Example = async ({ database, site: { id: siteId } }) => {
  await makeRoom(database, siteId);
  const { make, seal: sealed } = createWebhookSecrets(testSecret);
  const seal = (id: string) => sealed(make(), id);
  const added = { siteId, url: 'http://127.0.0.1/', events: ['conversation:rated' as const], seal };
  return { params: { webhookId: await addWebhook(database, actor, added) } };
};

/** The same. */
const orderServer = { url: 'http://127.0.0.1/', examples: ['FE-10423'], asksEmail: false };
const orderLookUp: Example = async ({ database, site: { id: siteId } }) => {
  const { make, seal } = createOrderSecrets(testSecret);
  await setOrderLookUp(database, actor, { siteId, settings: orderServer, sealed: seal(make(), siteId) });
  return {};
};

/** A customer's question, which waits for its answer. */
async function ask(database: Database, siteId: string) {
  const visitorId = await createVisitor(database, siteId);
  const asked = await acceptMessage(database, { siteId, visitorId, text: 'Do you ship?' });
  return { ...asked, visitorId };
}

const unanswered: Example = async ({ database, site: { id: siteId } }) => {
  const { conversationId, generationId } = await ask(database, siteId);
  const { id } = await database.unansweredQuestion.create({
    data: { siteId, conversationId, generationId, question: 'Do you ship?', normalForm: randomUUID() },
  });
  return { body: { ids: [id] } };
};

const attachment: Example = async ({ database, site: { id: siteId }, upload }) => {
  const { visitorId, conversationId, messageId } = await ask(database, siteId);
  const id = timeOrderedId();
  await upload(id);
  const file = { name: 'note.txt', type: 'text/plain', bytes: files['text/plain'].length, sha256: '0'.repeat(64) };
  await database.attachment.create({
    data: { ...file, id, siteId, visitorId, conversationId, messageId, state: 'sent' },
  });
  return { params: { attachmentId: id } };
};

const settings = {
  ...{ name: 'Shop', allowedOrigins: ['https://shop.example'], greeting: 'Hi', colour: '#1f7a4d', suggestions: [] },
  widget: {},
};
const written = () => ({ question: `Is it ${randomUUID()}?`, answer: 'Yes.' });
const range = 'from=2026-01-01&to=2026-01-02&timeZone=UTC';
const site = '/v1/admin/sites/:siteId';
const withMore =
  (example: Example, more: ExampleRequest): Example =>
  async (place) => ({ ...(await example(place)), ...more });

/**
 * A good request to each route of the admin, by its method and path: a route without one fails the authorization sweep. What
 * any session may has none.
 */
export const adminExamples: Record<string, Example> = {
  'POST /v1/admin/sites': () => ({ body: { name: 'Another shop', allowedOrigins: [] } }),
  'POST /v1/admin/accounts/:userId/password-link': member,
  'GET /v1/admin/accounts/at-no-site': () => ({}),
  'DELETE /v1/admin/accounts/:userId': member,
  'GET /v1/admin/service': () => ({ query: 'minutes=5' }),
  'GET /v1/admin/analytics': () => ({ query: range }),
  'GET /v1/admin/analytics/days.csv': () => ({ query: range }),
  'GET /v1/admin/analytics/questions.csv': () => ({ query: range }),
  'GET /v1/admin/analytics/agents': () => ({ query: range }),
  'GET /v1/admin/analytics/agents.csv': () => ({ query: range }),

  [`POST ${site}/files`]: () => ({ query: 'name=a.txt', body: Buffer.from('We ship.') }),
  [`PUT ${site}/files/:sourceId`]: withMore(source('file'), { query: 'name=a.txt', body: Buffer.from('We ship.') }),
  [`GET ${site}/attachments/:attachmentId`]: attachment,
  [`POST ${site}/conversations/:conversationId/attachments`]: async ({ database, site: { id } }) => ({
    params: { conversationId: (await ask(database, id)).conversationId },
    ...{ query: 'name=note.txt', body: files['text/plain'] },
  }),
  [`DELETE ${site}/conversations/:conversationId/attachments/:attachmentId`]: async ({ database, site: { id } }) => ({
    params: { conversationId: (await ask(database, id)).conversationId, attachmentId: randomUUID() },
  }),
  [`GET ${site}/team`]: () => ({}),
  [`PUT ${site}/team`]: () => ({ body: { hours: null, handOver: 'doubt', members: null } }),
  [`POST ${site}/sandbox-tickets`]: () => ({ body: {} }),
  [`GET ${site}/answering`]: () => ({}),
  [`PUT ${site}/answering`]: () => ({ body: { mode: 'quote', languages: ['en'], replyTexts: {} } }),
  [`GET ${site}/approved-answers`]: () => ({}),
  [`POST ${site}/approved-answers`]: () => ({ body: written() }),
  [`PUT ${site}/approved-answers/:answerId`]: async (place) => ({ ...(await answer(place)), body: written() }),
  [`DELETE ${site}/approved-answers/:answerId`]: answer,
  [`GET ${site}/canned-replies`]: () => ({}),
  [`POST ${site}/canned-replies`]: () => ({ body: { shortcut: shortcut(), text: 'Hello.' } }),
  [`PUT ${site}/canned-replies/:replyId`]: async (place) => ({
    ...(await cannedReply(place)),
    body: { shortcut: shortcut(), text: 'Hello again.' },
  }),
  [`DELETE ${site}/canned-replies/:replyId`]: cannedReply,
  [`GET ${site}/unanswered`]: () => ({}),
  [`POST ${site}/unanswered/dismiss`]: unanswered,
  [`POST ${site}/unanswered/take-back`]: unanswered,
  [`GET ${site}/regression-cases.yaml`]: async (place) => {
    await answer(place);
    return {};
  },
  [`GET ${site}/sources`]: () => ({}),
  [`GET ${site}/sources/:sourceId/documents`]: source('site'),
  [`GET ${site}/documents/:documentId/passages`]: document,
  [`GET ${site}/passages`]: () => ({ query: 'search=ship' }),
  [`POST ${site}/facts`]: () => ({ body: { title: 'Shipping', text: 'We ship.' } }),
  [`GET ${site}/facts/:sourceId`]: source('fact'),
  [`PUT ${site}/facts/:sourceId`]: withMore(source('fact'), { body: { title: 'Shipping', text: 'We ship far.' } }),
  [`POST ${site}/web-sites`]: () => ({ body: { address: 'https://shop.example/' } }),
  [`POST ${site}/sources/:sourceId/import`]: source('site'),
  [`PUT ${site}/sources/:sourceId/schedule`]: withMore(source('site'), { body: { everyDays: 7 } }),
  [`POST ${site}/sources/:sourceId/cancel`]: source('site', false),
  [`DELETE ${site}/sources/:sourceId`]: source('fact'),
  [`DELETE ${site}/documents/:documentId`]: document,
  [`POST ${site}/look-ups`]: () => ({ body: { question: 'Do you ship?' } }),
  [`GET ${site}/service`]: () => ({ query: 'minutes=5' }),
  [`GET ${site}/analytics`]: () => ({ query: range }),
  [`GET ${site}/analytics/days.csv`]: () => ({ query: range }),
  [`GET ${site}/analytics/questions.csv`]: () => ({ query: range }),
  [`GET ${site}/analytics/agents`]: () => ({ query: range }),
  [`GET ${site}/analytics/agents.csv`]: () => ({ query: range }),
  [`GET ${site}/privacy`]: () => ({}),
  [`PUT ${site}/privacy`]: () => ({ body: { retentionDays: null } }),
  [`GET ${site}/visitors`]: () => ({ query: 'search=ada' }),
  [`GET ${site}/blocked-customers`]: () => ({}),
  [`PUT ${site}/visitors/:visitorId/block`]: withMore(visitor, { body: { blocked: true } }),
  [`GET ${site}/visitors/:visitorId/export`]: visitor,
  [`DELETE ${site}/visitors/:visitorId`]: visitor,
  [`GET ${site}/removal`]: () => ({}),
  [`POST ${site}/removal`]: async ({ database, site: { id } }) => {
    const { name } = await database.site.findUniqueOrThrow({ where: { id } });
    return { body: { name } };
  },
  [`DELETE ${site}/removal`]: async ({ database, site: { id } }) => {
    await database.site.update({ where: { id }, data: { removedAt: new Date() } });
    return {};
  },
  [`GET ${site}/message-limits`]: () => ({}),
  [`PUT ${site}/message-limits`]: () => ({ body: { dailyMessageLimit: 5_000, httpMessagesPerMinute: null } }),
  [`GET ${site}/set-up`]: () => ({}),
  [`GET ${site}/settings`]: () => ({}),
  [`PUT ${site}/settings`]: () => ({ body: settings }),
  [`GET ${site}/prompts`]: () => ({}),
  [`POST ${site}/prompts`]: () => ({ body: { systemPrompt: 'You answer.' } }),
  [`POST ${site}/prompts/:promptVersionId/publish`]: async ({ database, site: { id: siteId } }) => ({
    params: { promptVersionId: await savePromptVersion(database, actor, { siteId, systemPrompt: 'You answer.' }) },
  }),
  [`GET ${site}/members`]: () => ({}),
  [`PUT ${site}/members/:userId`]: withMore(member, { body: { role: 'agent' } }),
  [`DELETE ${site}/members/:userId`]: member,
  [`POST ${site}/invitations`]: () => ({ body: { email: `${randomUUID()}@frontdesk.test`, role: 'agent' } }),
  [`DELETE ${site}/invitations/:invitationId`]: async ({ database, site: { id } }) => {
    const invited = { email: `${randomUUID()}@frontdesk.test`, role: 'agent', siteIds: [id], days: 1 } as const;
    return { params: { invitationId: (await createInvitation(database, actor, invited)).id } };
  },
  [`GET ${site}/api-keys`]: () => ({}),
  [`POST ${site}/api-keys`]: () => ({ body: { name: 'Server', scopes: ['chat'] } }),
  [`DELETE ${site}/api-keys/:keyId`]: async ({ database, site: { id: siteId } }) => ({
    params: { keyId: (await createApiKeyAs(database, actor, { siteId, name: 'Server' })).id },
  }),
  [`GET ${site}/identity-secret`]: () => ({}),
  [`POST ${site}/identity-secret`]: () => ({ body: { formerHours: 0 } }),
  [`GET ${site}/webhooks`]: () => ({}),
  [`POST ${site}/webhooks`]: async ({ database, site: { id: siteId } }) => {
    await makeRoom(database, siteId);
    return { body: { url: 'https://shop.example/hook', events: ['message:created'] } };
  },
  [`PUT ${site}/webhooks/:webhookId/paused`]: async (place) => ({ ...(await webhook(place)), body: { paused: true } }),
  [`POST ${site}/webhooks/:webhookId/test`]: webhook,
  [`DELETE ${site}/webhooks/:webhookId`]: webhook,
  [`GET ${site}/order-look-up`]: orderLookUp,
  [`PUT ${site}/order-look-up`]: () => ({ body: orderServer }),
  [`POST ${site}/order-look-up/test`]: withMore(orderLookUp, { body: { number: 'FE-10424', email: null } }),
  [`DELETE ${site}/order-look-up`]: orderLookUp,
  [`GET ${site}/audit`]: () => ({}),
};

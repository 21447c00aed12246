import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import {
  claimImport,
  createVisitor,
  type Database,
  endImport,
  recordUnanswered,
  storeDocument,
  storeDocumentError,
} from '@frontdesk/database';
import { type AddedSource, knowledgeLimits, type SourcesPage, type UnansweredPage } from '@frontdesk/protocol';
import { createLogger } from '@frontdesk/telemetry';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestOwner, signInCookie } from '../testing/test-admin.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { consumeTestQueue } from '../testing/test-queue.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { importWhatIsDue } from './due-imports.ts';

let database: Database;
let gateway: TestGateway;
let cookie: string;
let site: TestSite;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway();
  await createTestOwner(database);
  cookie = await signInCookie(gateway);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});
beforeEach(async () => {
  site = await createTestSite(database);
});

interface Answer<Body> {
  status: number;
  code: string | undefined;
  body: Body;
}

/** Asks as the admin's pages do. */
async function ask<Body = unknown>(
  method: string,
  path: string,
  body?: unknown,
  { headers = {}, siteId = site.id }: { headers?: Record<string, string>; siteId?: string } = {},
): Promise<Answer<Body>> {
  const isBytes = body instanceof Uint8Array;
  const type = isBytes ? 'application/octet-stream' : 'application/json';
  const response = await fetch(`${gateway.url}/v1/admin/sites/${siteId}${path}`, {
    method,
    headers: { cookie, origin: gateway.url, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: isBytes ? body.slice() : JSON.stringify(body) }),
  });
  const text = await response.text();
  const read = text !== '' && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, code: read?.error?.code, body: read };
}
const sources = async (query = '') => (await ask<SourcesPage>('GET', `/sources${query}`)).body.sources;
const addFact = (fact: object) => ask<AddedSource>('POST', '/facts', fact);

/** What a worker does with a source, by the functions that it uses. */
async function importSource(sourceId: string, sentences: string[], error?: { code: string; message: string }) {
  const { epoch } = await database.knowledgeSource.findUniqueOrThrow({ where: { id: sourceId } });
  const claim = await claimImport(database, { sourceId, epoch });
  if (!claim) throw new Error('there is nothing to import');
  await storeDocument(database, claim, {
    ...{ address: 'content', title: claim.name, language: null, embeddingHash: 'model-1', kept: [], removed: [] },
    added: [
      ...[{ position: 0, titlePath: [claim.name], sentences, link: null, hash: randomUUID() }].map((passage) => ({
        ...passage,
        vectors: ['the whole', ...sentences].map(() => ({ bytes: Int8Array.of(1), step: 1 })),
      })),
    ],
  });
  if (error) await storeDocumentError(database, claim, { address: 'other', title: 'other', ...error });
  await endImport(database, claim, null);
}

/** A customer asks what nothing answers. */
async function unanswered(question: string): Promise<string> {
  const visitor = await createVisitor(database, site.id);
  const conversation = await database.conversation.create({ data: { siteId: site.id, visitorId: visitor } });
  const message = await database.message.create({
    data: { siteId: site.id, conversationId: conversation.id, visitorId: visitor, role: 'visitor', text: question },
  });
  const place = { siteId: site.id, conversationId: conversation.id };
  const now = new Date();
  const generation = await database.generation.create({
    data: { ...place, questionMessageId: message.id, deadlineAt: now, receivedAt: now },
  });
  await database.$transaction((transaction) =>
    recordUnanswered(transaction, { ...place, generationId: generation.id, question, embedding: null }),
  );
  return conversation.id;
}

test.each([
  ['site', { address: 'https://shop.example/' }, '/web-sites'],
  ['fact', { title: '', text: 'We ship.' }, '/facts'],
  ['file', Buffer.from('We ship.'), '/files?name=a.txt'],
  ['fact', { question: 'Do you ship?', answer: 'We do.' }, '/approved-answers'],
] as const)(
  'what is beyond what may wait of a site is refused with a sentence, and nothing else is: %s',
  async (kind, body, path) => {
    const most = kind === 'fact' ? knowledgeLimits.factsWaiting : knowledgeLimits.importsWaiting;
    await database.knowledgeSource.createMany({
      data: Array(most).fill({ siteId: site.id, kind, name: 'x' }),
    });
    expect(await ask('POST', path, body)).toMatchObject({
      status: 429,
      body: { error: { code: 'imports_waiting', message: expect.stringContaining('waits'), retryAfterMs: 5_000 } },
    });
    expect(await database.knowledgeSource.count({ where: { siteId: site.id } })).toBe(most);
    const other =
      kind !== 'fact'
        ? addFact({ title: '', text: 'We ship.' })
        : ask('POST', '/web-sites', { address: 'https://a.example/' });
    expect((await other).status).toBe(201);
    expect((await ask('POST', path, body, { siteId: (await createTestSite(database)).id })).status).toBe(201);
  },
);

describe('only agents', () => {
  test.each([
    ['GET', '/sources'],
    ['GET', '/unanswered'],
    ['POST', '/facts'],
    ['POST', '/files?name=a.md'],
    ['DELETE', `/sources/${randomUUID()}`],
    ['POST', '/sandbox-tickets'],
  ])('%s %s: nobody without a session', async (method, path) => {
    const body = method === 'POST' ? { title: '', text: 'x' } : undefined;
    expect(await ask(method, path, body, { headers: { cookie: '' } })).toMatchObject({ code: 'sign_in_required' });
  });

  test.each([
    ['POST', '/facts'],
    ['POST', '/files?name=a.md'],
    ['DELETE', `/sources/${randomUUID()}`],
  ])('%s %s: not from a page of another origin', async (method, path) => {
    const foreign = { headers: { origin: 'https://evil.example' } };
    const body = method === 'POST' ? { title: '', text: 'x' } : undefined;
    expect(await ask(method, path, body, foreign)).toMatchObject({ status: 403, code: 'origin_refused' });
    expect(await sources()).toEqual([]);
  });

  test('a site that does not exist, and an address that does not', async () => {
    expect(await ask('GET', '/sources', undefined, { siteId: randomUUID() })).toMatchObject({ code: 'site_unknown' });
    expect(await ask('GET', '/sources', undefined, { siteId: 'x' })).toMatchObject({ code: 'bad_request' });
    expect(await ask('GET', '/nothing')).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('facts', () => {
  test('are counted where a list has not all of them', async () => {
    for (const text of ['One.', 'Two.', 'Three.']) await addFact({ title: '', text });
    const list = async (query: string) => (await ask<SourcesPage>('GET', `/sources?${query}`)).body;
    expect(await list('limit=2')).toMatchObject({ sources: [{}, {}], more: true, total: 3 });
    expect(await list('limit=2&search=nothing')).toMatchObject({ sources: [], more: false, total: 3 });
  });

  test('are added, shown, found, edited and deleted', async () => {
    const { status, body } = await addFact({ title: 'Gift cards', text: 'We sell gift cards.' });
    expect(status).toBe(201);
    const { sourceId } = body;
    expect(await sources()).toMatchObject([{ id: sourceId, kind: 'fact', name: 'Gift cards', state: 'queued' }]);
    expect((await ask('GET', `/facts/${sourceId}`)).body).toEqual({ title: 'Gift cards', text: 'We sell gift cards.' });
    expect(await ask('PUT', `/facts/${sourceId}`, { title: 'x', text: 'y' })).toMatchObject({
      code: 'import_in_progress',
    });

    await importSource(sourceId, ['We sell gift cards.', 'They never run out.']);
    expect(await sources()).toMatchObject([
      {
        state: 'done',
        passages: 1,
        documents: 1,
        failedDocuments: 0,
        beginning: 'We sell gift cards. They never run out.',
      },
    ]);
    expect((await ask('GET', `/facts/${sourceId}`)).body).toEqual({
      ...{ title: 'Gift cards', text: 'We sell gift cards.' },
    });
    expect(await sources('?search=NEVER%20run')).toHaveLength(1);
    expect(await sources('?search=%25')).toHaveLength(0);
    expect((await ask('GET', '/passages?search=run%20out')).body).toMatchObject([
      { sourceId, titlePath: ['Gift cards'] },
    ]);

    expect((await ask('PUT', `/facts/${sourceId}`, { title: 'Gifts', text: 'No more cards.' })).status).toBe(200);
    expect((await ask('GET', `/facts/${sourceId}`)).body).toEqual({ title: 'Gifts', text: 'No more cards.' });
    expect((await ask('DELETE', `/sources/${sourceId}`)).status).toBe(200);
    expect(await ask('DELETE', `/sources/${sourceId}`)).toMatchObject({ status: 404, code: 'source_unknown' });
    expect(await sources()).toEqual([]);
    expect(await database.passage.count({ where: { siteId: site.id } })).toBe(0);
  });

  test.each([
    ['no text', { title: 'x', text: '  ' }, 'bad_request'],
    ['a title that is none', { title: 7, text: 'x' }, 'bad_request'],
    ['too long a title', { title: 'x'.repeat(201), text: 'x' }, 'bad_request'],
    ['too long a text', { title: '', text: 'x'.repeat(10_001) }, 'bad_request'],
    ['far too long a text', { title: '', text: 'x'.repeat(9_000_000) }, 'request_too_large'],
  ])('%s is refused', async (_, fact, code) => {
    expect(await addFact(fact)).toMatchObject({ code });
    expect(await sources()).toEqual([]);
  });

  test('are no change as they were, but for one that could not be imported', async () => {
    const fact = { title: 'Gift cards', text: 'We sell gift cards.' };
    const { sourceId } = (await addFact(fact)).body;
    const stored = () => database.knowledgeSource.findUniqueOrThrow({ where: { id: sourceId } });
    const save = () => ask('PUT', `/facts/${sourceId}`, fact);
    await importSource(sourceId, ['We sell gift cards.']);
    const before = await stored();
    expect(await save()).toMatchObject({ status: 200, body: { sourceId } });
    expect(await stored()).toEqual(before);
    await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'failed' } });
    expect((await save()).status).toBe(200);
    expect(await stored()).toMatchObject({ state: 'queued', epoch: 2 });
    const edited = { siteId: site.id, action: 'knowledge.fact-edited' };
    expect(await database.auditEntry.count({ where: edited })).toBe(0);
  });

  test('are not written over where somebody else has changed them meanwhile', async () => {
    const before = { title: '木'.repeat(200), text: '木'.repeat(10_000) };
    const { sourceId } = (await addFact(before)).body;
    const edit = async (fact: object) => {
      await importSource(sourceId, ['As it is.']);
      return ask('PUT', `/facts/${sourceId}`, { ...before, ...fact, before });
    };
    expect((await edit({ text: '水'.repeat(10_000) })).status).toBe(200);
    expect(await edit({ text: 'Mine.' })).toMatchObject({ status: 409, code: 'changed_meanwhile' });
    expect((await ask('PUT', `/facts/${sourceId}`, { ...before, title: 'Mine', before })).status).toBe(200);
    expect((await ask('GET', `/facts/${sourceId}`)).body).toEqual({ title: 'Mine', text: '水'.repeat(10_000) });
  });

  test('of another site are not there', async () => {
    const { sourceId } = (await addFact({ title: 'Mine', text: 'Mine.' })).body;
    await importSource(sourceId, ['Mine.']);
    const other = { siteId: (await createTestSite(database)).id };
    expect(await ask('GET', `/facts/${sourceId}`, undefined, other)).toMatchObject({ code: 'source_unknown' });
    expect(await ask('PUT', `/facts/${sourceId}`, { title: '', text: 'x' }, other)).toMatchObject({
      code: 'source_unknown',
    });
    expect(await ask('DELETE', `/sources/${sourceId}`, undefined, other)).toMatchObject({ code: 'source_unknown' });
    expect((await ask<SourcesPage>('GET', '/sources', undefined, other)).body.sources).toEqual([]);
  });
});

describe('files', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('are taken with their name and format, and replaced', async () => {
    const { status, body } = await ask<AddedSource>('POST', '/files?name=Preise%20%E2%82%AC.md', bytes('# Prices'));
    expect(status).toBe(201);
    expect(await sources()).toMatchObject([{ kind: 'file', name: 'Preise €.md', format: 'markdown', state: 'queued' }]);
    expect(await ask('PUT', `/files/${body.sourceId}?name=b.txt`, bytes('New'))).toMatchObject({
      code: 'import_in_progress',
    });
    await importSource(body.sourceId, ['Prices.'], { code: 'no_text', message: 'There is no text in it.' });
    expect(await sources()).toMatchObject([{ documents: 2, failedDocuments: 1 }]);
    expect((await ask('GET', `/sources/${body.sourceId}/documents`)).body).toMatchObject({
      documents: [{ error: { code: 'no_text' } }, { error: null, passages: 1 }],
      more: false,
    });
    expect((await ask('PUT', `/files/${body.sourceId}?name=b.txt`, bytes('New'))).status).toBe(200);
    expect(await sources()).toMatchObject([{ name: 'b.txt', format: 'text', state: 'queued' }]);
  });

  test('take no fact’s place', async () => {
    const { body } = await ask<AddedSource>('POST', '/facts', { title: '', text: 'We ship.' });
    await importSource(body.sourceId, ['We ship.']);
    expect(await ask('PUT', `/files/${body.sourceId}?name=b.txt`, bytes('New'))).toMatchObject({ code: 'bad_request' });
    expect((await ask('GET', `/facts/${body.sourceId}`)).body).toEqual({ title: '', text: 'We ship.' });
  });

  test.each([
    ['a kind that is not read', '?name=a.exe', bytes('x'), 'file_type_unknown'],
    ['no kind', '?name=README', bytes('x'), 'file_type_unknown'],
    ['no name', '', bytes('x'), 'bad_request'],
    ['nothing in it', '?name=a.md', bytes(''), 'bad_request'],
    ['more than its format may have', '?name=a.md', new Uint8Array(2 * 2 ** 20 + 1), 'file_too_large'],
  ])('with %s are refused', async (_, query, body, code) => {
    expect(await ask('POST', `/files${query}`, body)).toMatchObject({ code });
    expect(await sources()).toEqual([]);
  });

  /** Begins a request and gives its answer, whether or not the body is ever sent. */
  async function begin(headers: Record<string, string>, send: (write: (bytes: Buffer) => void) => void) {
    const url = `${gateway.url}/v1/admin/sites/${site.id}/files?name=a.pdf`;
    const uploading = request(url, { method: 'POST', headers: { cookie, origin: gateway.url, ...headers } });
    uploading.on('error', () => {});
    send((one) => uploading.write(one));
    const [response] = (await once(uploading, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    uploading.destroy();
    return JSON.parse(Buffer.concat(chunks).toString()).error.code;
  }

  test('of 200 MB are refused before a byte of them is read', async () => {
    expect(await begin({ 'content-length': String(200 * 2 ** 20) }, (write) => write(Buffer.from('%PDF-')))).toBe(
      'file_too_large',
    );
  });

  test('that do not say how large they are are read until they are too large', async () => {
    const sent = begin({ 'transfer-encoding': 'chunked' }, (write) => {
      for (let count = 0; count < 25; count += 1) write(Buffer.alloc(2 ** 20));
    });
    expect(await sent).toBe('request_too_large');
    expect(await sources()).toEqual([]);
  });
});

describe('web sites', () => {
  test('are imported by their address, again, and one import at a time', async () => {
    const { status, body } = await ask<AddedSource>('POST', '/web-sites', { address: 'https://shop.example/help' });
    expect(status).toBe(201);
    const again = () => ask('POST', `/sources/${body.sourceId}/import`);
    expect(await sources()).toMatchObject([
      { kind: 'site', name: 'shop.example', address: 'https://shop.example/help', state: 'queued' },
    ]);
    expect(await again()).toMatchObject({ status: 409, code: 'import_in_progress' });
    expect((await ask('POST', `/sources/${body.sourceId}/cancel`)).body).toEqual({ cancelled: true });
    const results = await Promise.all([again(), again(), again()]);
    expect(results.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test.each(['ftp://shop.example', 'javascript:alert(1)', 'shop', `https://shop.example/${'x'.repeat(2_000)}`])(
    '%.30s is no address',
    async (address) => {
      expect(await ask('POST', '/web-sites', { address })).toMatchObject({ code: 'bad_request' });
    },
  );

  test('say how often they are imported again by themselves, which can be changed', async () => {
    const address = 'https://shop.example/';
    const add = async (more: object) => (await ask<AddedSource>('POST', '/web-sites', { address, ...more })).body;
    await add({});
    expect(await sources()).toMatchObject([{ everyDays: null, nextImportAt: null }]);
    const { sourceId } = await add({ everyDays: 7 });
    const [weekly] = await sources();
    expect(weekly).toMatchObject({ id: sourceId, everyDays: 7 });
    const days = (Date.parse(weekly?.nextImportAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6);
    expect(days).toBeLessThan(8);

    const change = (body: object, to = sourceId) => ask('PUT', `/sources/${to}/schedule`, body);
    expect((await change({ everyDays: 1 })).status).toBe(204);
    expect((await sources())[0]).toMatchObject({ everyDays: 1 });
    expect((await change({ everyDays: null })).status).toBe(204);
    expect((await sources())[0]).toMatchObject({ everyDays: null, nextImportAt: null });
    for (const body of [{ everyDays: 2 }, { everyDays: '7' }, {}])
      expect(await change(body)).toMatchObject({ code: 'bad_request' });
    expect(await ask('POST', '/web-sites', { address, everyDays: 0 })).toMatchObject({ code: 'bad_request' });
    expect(await change({ everyDays: 7 }, randomUUID())).toMatchObject({ code: 'source_unknown' });
    const fact = await addFact({ title: '', text: 'We ship.' });
    expect(await change({ everyDays: 7 }, fact.body.sourceId)).toMatchObject({ code: 'bad_request' });
  });

  test('that are due are queued once, whichever gateway sees it', async () => {
    const added = { address: 'https://shop.example/', everyDays: 7 };
    const { sourceId } = (await ask<AddedSource>('POST', '/web-sites', added)).body;
    await importSource(sourceId, ['We ship.']);
    await database.knowledgeSource.update({ where: { id: sourceId }, data: { nextImportAt: new Date(0) } });
    const queued: unknown[] = [];
    const imports = {
      enqueue: async (job: { sourceId: string }, lane: string) => void queued.push([job, lane]),
      close: async () => {},
    };
    const logger = createLogger({ name: 'test', level: 'fatal' });
    await Promise.all([1, 2].map(() => importWhatIsDue({ database, imports, logger })));
    expect(queued).toEqual([[{ sourceId, epoch: 2 }, 'site']]);
    expect((await sources())[0]).toMatchObject({ id: sourceId, state: 'queued', everyDays: 7 });
    // Nobody has changed anything.
    const changes = await database.auditEntry.findMany({ where: { siteId: site.id }, select: { action: true } });
    expect(changes).toEqual([{ action: 'knowledge.site-added' }]);
  });

  test('a page of one is deleted with its passages', async () => {
    const { sourceId } = (await ask<AddedSource>('POST', '/web-sites', { address: 'https://shop.example/' })).body;
    await importSource(sourceId, ['Once upon a time.']);
    const { documents } = (await ask<{ documents: { id: string }[] }>('GET', `/sources/${sourceId}/documents`)).body;
    const path = `/documents/${documents[0]?.id}`;
    expect((await ask('GET', `${path}/passages`)).body).toMatchObject([{ sentences: ['Once upon a time.'] }]);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect(await ask('DELETE', path)).toMatchObject({ code: 'document_unknown' });
    expect(await ask('GET', `${path}/passages`)).toMatchObject({ code: 'document_unknown' });
    expect((await sources())[0]).toMatchObject({ documents: 0, passages: 0 });
  });
});

describe('what a question would find', () => {
  test('is asked of a worker', async () => {
    const worker = await consumeTestQueue({
      ...{ concurrency: 1, handle: async () => {} },
      lookUp: async ({ siteId, question }) => ({
        passages: [{ id: siteId, title: question, url: null, score: 0.5, sentences: [{ text: 'Yes.', score: 0.4 }] }],
      }),
    });
    const { status, body } = await ask('POST', '/look-ups', { question: ' Gift cards? ' });
    await worker.close();
    expect(status).toBe(200);
    expect(body).toMatchObject({ passages: [{ id: site.id, title: 'Gift cards?', score: 0.5 }] });
    expect(await ask('POST', '/look-ups', { question: '' })).toMatchObject({ code: 'bad_request' });
  });

  test('can’t be said without a worker', async () => {
    expect(await ask('POST', '/look-ups', { question: 'Gift cards?' })).toMatchObject({
      status: 503,
      code: 'no_worker',
    });
  });
});

describe('unanswered questions', () => {
  const groups = async () => (await ask<UnansweredPage>('GET', '/unanswered')).body.groups;

  test('become a fact and regression cases, or are put aside', async () => {
    await unanswered('Do you sell gift cards?');
    const conversationId = await unanswered('do you sell gift-cards');
    await unanswered('Is there parking?');
    const [cards, parking] = await groups();
    expect(cards).toMatchObject({ count: 2, questions: [{ question: 'do you sell gift-cards', conversationId }] });
    expect(await ask('GET', '/regression-cases.yaml')).toMatchObject({ status: 404, code: 'not_found' });

    const resolves = cards?.questions.map(({ id }) => id);
    const { sourceId } = (await addFact({ title: 'Gift cards', text: 'We sell them at "cost" (€10).', resolves })).body;
    expect(await groups()).toMatchObject([{ questions: [{ question: 'Is there parking?' }] }]);
    await importSource(sourceId, ['We sell them at "cost" (€10).']);
    const yaml = (await ask<string>('GET', '/regression-cases.yaml')).body;
    expect(yaml).toContain('\nlanguages: ["en"]\ncaution: balanced\nmode: quote\n');
    expect(yaml).toContain('    ask: "do you sell gift-cards"\n    wants: right\n    facts: [passage-1]');
    expect(yaml).toContain(String.raw`required: ["We sell them at \"cost\" \\(€10\\)\\."]`);

    const ids = parking?.questions.map(({ id }) => id);
    expect((await ask('POST', '/unanswered/dismiss', { ids })).status).toBe(204);
    expect(await groups()).toEqual([]);
  });

  test('come back with a fact that is written again, however many tried it', async () => {
    const cases = Array.from({ length: 300 }, (_, place) => `${place}: ${'May I bring a dog? '.repeat(12)}`);
    const written = await ask('POST', '/facts', { title: 'Dogs', text: 'Dogs are welcome.', cases });
    expect(written.status).toBe(201);
    expect(await database.regressionCase.count({ where: { siteId: site.id } })).toBeGreaterThanOrEqual(cases.length);
  });

  test('of another site can’t be resolved', async () => {
    await unanswered('Is there parking?');
    const ids = (await groups()).flatMap(({ questions }) => questions.map(({ id }) => id));
    const other = { siteId: (await createTestSite(database)).id };
    await ask('POST', '/unanswered/dismiss', { ids }, other);
    await ask('POST', '/facts', { title: '', text: 'x', resolves: ids }, other);
    expect(await groups()).toHaveLength(1);
    expect(await database.regressionCase.count()).toBe(
      await database.regressionCase.count({ where: { siteId: { not: other.siteId } } }),
    );
  });
});

test('in the sandbox an agent is a visitor whose conversation no list shows', async () => {
  const { ticket, site: shown } = (await ask<{ ticket: string; site: object }>('POST', '/sandbox-tickets')).body;
  expect(shown).toMatchObject({ siteKey: site.key, name: 'Test shop' });
  const response = await fetch(`${gateway.url}/v1/visitor-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway.url },
    body: JSON.stringify({ ticket }),
  });
  const { visitorToken, visitorId } = (await response.json()) as { visitorToken: string; visitorId: string };
  const socket = await connectVisitor(gateway, site, { id: visitorId, token: visitorToken });
  const { conversationId } = await askFor<{ conversationId: string }>(socket, 'message:send', {
    clientMessageId: randomUUID(),
    text: 'Hello',
  });
  socket.close();
  expect(await database.conversation.findUnique({ where: { id: conversationId } })).toMatchObject({ sandbox: true });
});

import { Writable } from 'node:stream';
import { claimImport, type Database, endImport } from '@frontdesk/database';
import { createLogger } from '@frontdesk/telemetry';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { guardAdminRequests } from '../access/admin-requests.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';
import { serveApprovedAnswers } from './approved-answer-routes.ts';
import { serveFileUpload } from './file-upload.ts';
import { serveKnowledge } from './knowledge-routes.ts';

let database: Database;
let app: FastifyInstance;
let site: TestSite;
const lines: string[] = [];

beforeAll(async () => {
  database = openTestDatabase();
  const away = async () => {
    throw new Error('the queue is away');
  };
  const destination = new Writable({ write: (line, _, done) => done(void lines.push(String(line))) });
  const session = { sessionId: 's', expiresAt: new Date(), userId: 'u', isOwner: true, email: 'a@b.test', name: 'Ann' };
  const options = {
    database,
    imports: { enqueue: away, close: async () => {} },
    queue: { lookUp: away },
    logger: createLogger({ name: 'test', level: 'error', format: 'json', destination }),
  };
  app = fastify();
  guardAdminRequests(app, {
    access: {
      session: async () => session,
      at: async (_, siteId) => ({ ...session, siteId, siteName: 'Test shop', role: 'owner' as const }),
      atFirst: away,
    },
    own: { publicUrl: 'http://own.test', trustedProxies: 0 },
  });
  await app.register(async (scope) => serveFileUpload(scope, options));
  serveApprovedAnswers(app, options);
  serveKnowledge(app, options);
});
afterAll(async () => {
  await app.close();
  await database.$disconnect();
});
beforeEach(async () => {
  site = await createTestSite(database);
  lines.length = 0;
});

const ask = (method: 'POST' | 'PUT', path: string, payload: object | string) =>
  app.inject({
    ...{ method, payload, url: `/v1/admin/sites/${site.id}/${path}` },
    headers: {
      origin: 'http://own.test',
      'content-type': typeof payload === 'string' ? 'application/octet-stream' : 'application/json',
    },
  });
const sources = () => database.knowledgeSource.findMany({ where: { siteId: site.id } });

test.each([
  ['facts', { title: 'Gifts', text: 'We sell gift cards.' }],
  ['files?name=a.txt', 'We sell gift cards.'],
  ['web-sites', { address: 'https://shop.example/' }],
  ['approved-answers', { question: 'Do you sell gift cards?', answer: 'We do.' }],
])('what is stored is stored, though the queue is away: POST %s', async (path, payload) => {
  expect((await ask('POST', path, payload)).statusCode).toBe(201);
  expect(await sources()).toMatchObject([{ state: 'queued' }]);
  expect(lines).toEqual([expect.stringContaining('an import could not be queued')]);
});

test('what is stored is stored, though the queue is away: a file in place of another', async () => {
  const { sourceId } = (await ask('POST', 'files?name=a.txt', 'Old.')).json();
  const claim = await claimImport(database, { sourceId, epoch: 1 });
  if (claim) await endImport(database, claim, null);
  expect((await ask('PUT', `files/${sourceId}?name=b.txt`, 'New.')).statusCode).toBe(200);
  expect(await sources()).toMatchObject([{ id: sourceId, epoch: 2, state: 'queued' }]);
});

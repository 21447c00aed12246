import {
  addFact,
  addSource,
  changeFact,
  changeImportSchedule,
  type Database,
  importAgain,
  listKnowledgeDocuments,
  listSources,
  readDocumentPassages,
  readFact,
  removeDocument,
  removeSource,
  searchPassages,
  stopImport,
} from '@frontdesk/database';
import {
  type AddedSource,
  type DeletedSource,
  type DocumentsPage,
  documentsQuery,
  editedFact,
  type FactBody,
  type ImportJob,
  type ImportLane,
  importSchedule,
  knowledgeLimits,
  type LookUpResult,
  lookUpBody,
  newFact,
  newWebSite,
  type PassageView,
  passagesQuery,
  type SourcesPage,
  sourcesQuery,
} from '@frontdesk/protocol';
import type { ImportQueue, LookUps } from '@frontdesk/queue';
import type { Logger } from '@frontdesk/telemetry';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import { enqueueImport } from './enqueue-import.ts';
import { documentOf, sourceOf } from './source-of.ts';

export interface KnowledgeOptions {
  database: Database;
  imports: ImportQueue;
  queue: LookUps;
  logger: Logger;
}

const site = '/v1/admin/sites/:siteId';
const source = `${site}/sources/:sourceId`;
const document = `${site}/documents/:documentId`;

/** What a site knows: lists, facts, web sites, imports, and what a question would find. */
export function serveKnowledge(app: FastifyInstance, { database, imports, queue, logger }: KnowledgeOptions): void {
  const enqueue = async (job: ImportJob, lane: ImportLane): Promise<AddedSource> => {
    await enqueueImport({ imports, logger }, job, lane);
    return { sourceId: job.sourceId };
  };

  app.get(`${site}/sources`, needs('knowledge.read'), async (request): Promise<SourcesPage> => {
    const { siteId } = siteOf(request);
    const { search, limit } = parseRequest(sourcesQuery, request.query);
    return listSources(database, {
      siteId,
      ...(search === undefined ? {} : { search }),
      ...(limit === undefined ? {} : { limit }),
    });
  });

  app.get(`${source}/documents`, needs('knowledge.read'), async (request): Promise<DocumentsPage> => {
    const { before } = parseRequest(documentsQuery, request.query);
    const limit = knowledgeLimits.documentsPerPage;
    const from = before === undefined ? {} : { before };
    const rows = await listKnowledgeDocuments(database, { ...sourceOf(request), ...from, limit: limit + 1 });
    const documents = rows
      .slice(0, limit)
      .map(({ id, address, title, passages, errorCode, errorMessage, importedAt }) => ({
        ...{ id, address, title, passages },
        error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? errorCode },
        importedAt: importedAt?.toISOString() ?? null,
      }));
    return { documents, more: rows.length > limit };
  });

  app.get(
    `${document}/passages`,
    needs('knowledge.read'),
    (request): Promise<PassageView[]> => readDocumentPassages(database, documentOf(request)),
  );

  app.get(`${site}/passages`, needs('knowledge.read'), async (request): Promise<PassageView[]> => {
    const { siteId } = siteOf(request);
    return searchPassages(database, { siteId, ...parseRequest(passagesQuery, request.query) });
  });

  const writtenAgain = { ...needs('knowledge.edit'), bodyLimit: knowledgeLimits.writtenAgainBytes };
  app.post(`${site}/facts`, writtenAgain, async (request, reply): Promise<AddedSource> => {
    const { siteId } = siteOf(request);
    const added = await enqueue(
      await addFact(database, actorOf(request), { siteId, ...parseRequest(newFact, request.body) }),
      'content',
    );
    reply.code(201);
    return added;
  });

  app.get(
    `${site}/facts/:sourceId`,
    needs('knowledge.read'),
    (request): Promise<FactBody> => readFact(database, sourceOf(request)),
  );

  app.put(`${site}/facts/:sourceId`, needs('knowledge.edit'), async (request) => {
    const { before: loaded, ...fact } = parseRequest(editedFact, request.body);
    const place = sourceOf(request);
    const job = await changeFact(database, actorOf(request), { ...place, ...fact, loaded });
    return job ? enqueue(job, 'content') : { sourceId: place.sourceId };
  });

  app.post(`${site}/web-sites`, needs('knowledge.edit'), async (request, reply): Promise<AddedSource> => {
    const { siteId } = siteOf(request);
    const { address, everyDays = null } = parseRequest(newWebSite, request.body);
    const source = { siteId, kind: 'site', name: new URL(address).host, address, everyDays } as const;
    const job = await addSource(database, actorOf(request), source);
    reply.code(201);
    return enqueue(job, 'site');
  });

  app.post(`${source}/import`, needs('knowledge.edit'), async (request) =>
    enqueue(await importAgain(database, actorOf(request), sourceOf(request)), 'site'),
  );

  app.put(`${source}/schedule`, needs('knowledge.edit'), async (request, reply) => {
    const schedule = parseRequest(importSchedule, request.body);
    await changeImportSchedule(database, actorOf(request), { ...sourceOf(request), ...schedule });
    return reply.code(204).send();
  });

  app.post(`${source}/cancel`, needs('knowledge.edit'), async (request) => ({
    cancelled: await stopImport(database, actorOf(request), sourceOf(request)),
  }));

  app.delete(
    source,
    needs('knowledge.edit'),
    async (request): Promise<DeletedSource> => ({
      fact: await removeSource(database, actorOf(request), sourceOf(request)),
    }),
  );

  app.delete(document, needs('knowledge.edit'), async (request, reply) => {
    await removeDocument(database, actorOf(request), documentOf(request));
    return reply.code(204).send();
  });

  app.post(`${site}/look-ups`, needs('knowledge.edit'), async (request): Promise<LookUpResult> => {
    const { siteId } = siteOf(request);
    const { question } = parseRequest(lookUpBody, request.body);
    return queue.lookUp({ siteId, question });
  });
}

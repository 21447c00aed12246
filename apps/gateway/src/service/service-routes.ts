import {
  type Database,
  listLiveWorkers,
  readScalingDecisions,
  readServiceBudget,
  readServiceHistory,
  readServiceNow,
  readServiceWindow,
} from '@frontdesk/database';
import { type ServicePanel, servicePanelQuery } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import type { QueueLoad } from '../messages/queue-load.ts';
import { parseRequest } from '../parse-request.ts';
import { panelRange } from './panel-range.ts';
import { PromiseOfMinute } from './promise-of-minute.ts';

/** Changes of how many workers are wanted that the panel tells. */
const decisionsShown = 12;

export interface ServicePanelOptions {
  database: Database;
  queueLoad: Pick<QueueLoad, 'answersPerSecond'>;
}

/** How the service does and did: one site's figures, or those of the whole installation. */
export function serveServicePanel(app: FastifyInstance, options: ServicePanelOptions): void {
  const parts = { ...options, promises: new PromiseOfMinute(options.database) };
  app.get('/v1/admin/service', needs('installation.read'), (request) => readPanel(parts, undefined, request.query));
  app.get('/v1/admin/sites/:siteId/service', needs('service.read'), (request) =>
    readPanel(parts, [siteOf(request).siteId], request.query),
  );
}

async function readPanel(
  { database, queueLoad, promises }: ServicePanelOptions & { promises: PromiseOfMinute },
  siteIds: readonly string[] | undefined,
  query: unknown,
): Promise<ServicePanel> {
  const now = new Date();
  const range = panelRange(parseRequest(servicePanelQuery, query), now);
  // One after another: the pool is there for messages.
  const history = await readServiceHistory(database, { siteIds, ...range });
  const window = await readServiceWindow(database, { siteIds, now });
  const current = await readServiceNow(database, { siteIds, answersPerSecond: queueLoad.answersPerSecond });
  const budget = await readServiceBudget(database, { siteIds, now });
  const promise = await promises.read(siteIds, now);
  return {
    at: now.toISOString(),
    ...{ from: range.from.toISOString(), to: range.to.toISOString(), stepMinutes: range.stepMinutes },
    ...{ history, window, now: current, budget, promise },
    workers: await readWorkers(database),
    decisions: await readDecisions(database),
  };
}

async function readWorkers(database: Database): Promise<ServicePanel['workers']> {
  const workers = await listLiveWorkers(database);
  return workers.map(({ id, state, slots, running, tokensPerSecond, modelHash, startedAt, ...prefix }) => ({
    ...{ id, state, slots, running, tokensPerSecond, modelHash, startedAt: startedAt.toISOString() },
    prefixHitShare: prefix.prefixAsked > 0 ? prefix.prefixFound / prefix.prefixAsked : null,
    prefixSavedMs: prefix.prefixSavedMs,
  }));
}

async function readDecisions(database: Database): Promise<ServicePanel['decisions']> {
  const decisions = await readScalingDecisions(database, decisionsShown + 1);
  return decisions.slice(0, decisionsShown).map(({ id: _, decidedAt, ...decision }, index) => ({
    ...decision,
    decidedAt: decidedAt.toISOString(),
    before: decisions[index + 1]?.wanted ?? null,
  }));
}

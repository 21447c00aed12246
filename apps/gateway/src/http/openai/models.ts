import { type Database, listLiveWorkers } from '@frontdesk/database';
import { assistantModel, type ServedModel } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { unknownModel } from './completion-request.ts';

/**
 * `GET /v1/models`, `GET /v1/models/{id}`: the assistant, while a worker is ready to answer. Workers tell nothing of their
 * model but its hash, which answers carry as `system_fingerprint`.
 */
export function serveModels(scope: FastifyInstance, { database }: { database: Database }): void {
  scope.get('/v1/models', async () => ({ object: 'list', data: await servedModels(database) }));

  // Ids of other services have slashes in them.
  scope.get<{ Params: { '*': string } }>('/v1/models/*', async ({ params }) => {
    const models = await servedModels(database);
    const model = models.find(({ id }) => id === params['*']);
    if (!model) throw unknownModel();
    return model;
  });
}

async function servedModels(database: Database): Promise<ServedModel[]> {
  const workers = await listLiveWorkers(database);
  const readySinceMs = workers.filter(({ state }) => state === 'ready').map(({ startedAt }) => startedAt.getTime());
  if (readySinceMs.length === 0) return [];
  const created = Math.floor(Math.min(...readySinceMs) / 1000);
  return [{ id: assistantModel, object: 'model', created, owned_by: 'frontdesk' }];
}

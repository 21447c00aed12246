// A worker's process as the database sees one: it claims the generation that it is told of, with a lease of ten minutes, and
// then lives. Arguments: worker, generation.
import { beat, claimGeneration, createDatabase, workerConnectionName } from '@frontdesk/database';

const [workerId = '', generationId = ''] = process.argv.slice(2);
const url = process.env.TEST_DATABASE_URL ?? '';
const database = createDatabase({ url, maxConnections: 2, name: workerConnectionName(workerId) });
await beat(database, { workerId, state: 'ready', slots: 1, running: 1, tokensPerSecond: 0, modelHash: 'm' });
const claim = await claimGeneration(database, { generationId, workerId, leaseMs: 600_000 });
process.send?.(claim === null ? 'nothing to claim' : 'claimed');
setInterval(() => {}, 1_000);

import { createLogger, onShutdown } from '@frontdesk/telemetry';
import { readEnv } from './env.ts';
import { startWorker } from './worker.ts';

const env = readEnv(process.env);
const logger = createLogger({ name: 'worker', level: env.LOG_LEVEL, format: env.LOG_FORMAT });
// Node ends the process after this, with a code that is not 0; the supervisor starts another one.
process.on('uncaughtExceptionMonitor', (error) => logger.fatal({ error }, 'crashed'));

const starting = startWorker(env, logger);
onShutdown(logger, async () => (await starting).stop());
await starting;
process.send?.({ ready: true });

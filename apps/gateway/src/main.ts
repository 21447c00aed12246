import { createLogger, onShutdown } from '@frontdesk/telemetry';
import { readEnv } from './env.ts';
import { startGateway } from './gateway.ts';

const env = readEnv(process.env);
const logger = createLogger({ name: 'gateway', level: env.LOG_LEVEL, format: env.LOG_FORMAT });
const gateway = await startGateway(env, logger);
onShutdown(logger, () => gateway.close());
logger.info({ host: env.HOST, port: gateway.port }, 'listening');
// The supervisor waits for this.
process.send?.({ ready: true });

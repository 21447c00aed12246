import { createLogger, onShutdown } from '@frontdesk/telemetry';
import { startAutoscaler } from './autoscaler.ts';
import { readEnv } from './env.ts';

const env = readEnv(process.env);
const logger = createLogger({ name: 'autoscaler', level: env.LOG_LEVEL, format: env.LOG_FORMAT });
// Node ends the process after this, with a code that is not 0; the supervisor starts another one.
process.on('uncaughtExceptionMonitor', (error) => logger.fatal({ error }, 'crashed'));

const autoscaler = await startAutoscaler(env, logger, {
  // The supervisor, where there is one, starts and stops workers by this.
  onWanted: ({ wanted, reason }) => process.send?.({ wanted, reason }),
});
onShutdown(logger, () => autoscaler.stop());
await autoscaler.untilReady;
process.send?.({ ready: true });

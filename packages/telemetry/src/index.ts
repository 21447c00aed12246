export { ClosingStack } from './closing-stack.ts';
export { openHealthServer } from './health-server.ts';
export { createLogger, type Logger, loggerEnv } from './logger.ts';
export { createMetrics } from './metrics.ts';
export { readEnvironment } from './read-environment.ts';
export { lastWait, repeat } from './repeat.ts';
export { onShutdown } from './shutdown.ts';

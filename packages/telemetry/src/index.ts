export { ClosingStack } from './closing-stack.ts';
export { type HealthServerOptions, openHealthServer } from './health-server.ts';
export { createLogger, type Logger, type LoggerOptions, loggerEnv } from './logger.ts';
export { createMetrics, latencyBucketsSeconds, type Metrics } from './metrics.ts';
export { readEnvironment } from './read-environment.ts';
export { onShutdown } from './shutdown.ts';

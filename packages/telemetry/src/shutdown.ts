import type { Logger } from './logger.ts';

/**
 * Runs `stop` once when the process is asked to end: by a signal, or because the supervisor that started it is gone (its
 * IPC channel closes). Ends with exit code 0, or 1 when `stop` failed or took longer than `limitMs`.
 */
export function onShutdown(logger: Logger, stop: () => Promise<void>, limitMs = 10_000): void {
  let stopping = false;
  const shutDown = (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'shutting down');
    setTimeout(() => {
      logger.error({ limitMs }, 'shutting down took too long');
      process.exit(1);
    }, limitMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error }, 'shutting down failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => shutDown('SIGTERM'));
  process.on('SIGINT', () => shutDown('SIGINT'));
  process.on('disconnect', () => shutDown('the supervisor is gone'));
}

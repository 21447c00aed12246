import { type ChildProcess, spawn } from 'node:child_process';
import { testServers } from '@frontdesk/queue/testing';
import { testSecret } from '../../apps/gateway/src/testing/test-gateway.ts';

/** A gateway in a process of its own, from the source, once it has started. Whoever starts it ends it. */
export async function startGatewayProcess(port: number, env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/gateway/src/main.ts'], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: testServers.databaseUrl, REDIS_URL: testServers.redisUrl },
      ...{ SECRET: testSecret, PORT: String(port), WIDGET_DIR: '/nowhere', LOG_LEVEL: 'error' },
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the gateway ended (${code})`)));
  });
  return child;
}

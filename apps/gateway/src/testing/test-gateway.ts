import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServers } from '@frontdesk/queue/testing';
import { createLogger } from '@frontdesk/telemetry';
import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { envSchema } from '../env.ts';
import { type GatewayPace, startGateway } from '../gateway.ts';

export const testSecret = randomBytes(32).toString('hex');

export interface TestGateway {
  url: string;
  close(): Promise<void>;
}

/** A real gateway on a free port. Several of them share `testSecret`, as gateways do. */
export async function startTestGateway(
  variables: Record<string, string> = {},
  pace: GatewayPace = {},
  log?: NodeJS.WritableStream,
): Promise<TestGateway> {
  const widget = await mkdtemp(join(tmpdir(), 'frontdesk-widget-'));
  await mkdir(join(widget, 'assets'));
  await writeFile(join(widget, 'widget.js'), 'void 0;');
  await writeFile(join(widget, 'frame.html'), '<!doctype html><title>Chat</title>');
  await writeFile(join(widget, 'assets', 'frame-1234.js'), 'void 1;');
  const env = envSchema.parse({
    DATABASE_URL: testServers.databaseUrl,
    REDIS_URL: testServers.redisUrl,
    PORT: '0',
    SECRET: testSecret,
    WIDGET_DIR: widget,
    // Nothing listens there.
    WEB_URL: 'http://127.0.0.1:9',
    ...variables,
  });
  const starting = startGateway(
    env,
    createLogger({ name: 'test', level: 'warn', format: 'json', destination: log }),
    pace,
  );
  // Once it has started the gateway has read them.
  const gateway = await starting.finally(() => rm(widget, { recursive: true }));
  return { url: `http://127.0.0.1:${gateway.port}`, close: () => gateway.close() };
}

/** The same for all tests of a file; closed when they are over. */
export const useTestGateway = async (...options: Parameters<typeof startTestGateway>): Promise<TestGateway> =>
  keepForAll(await startTestGateway(...options));

import { startRedisServer } from '../../../scripts/testing/redis-server.mjs';

/** A Redis of the benchmark's own. */
export interface RunningRedis {
  url: string;
  /** Kills it, with all that it knew, and starts it at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RunningRedis> {
  let server = await startRedisServer();
  const { url, port } = server;
  return {
    url,
    restart: async () => {
      await server.kill();
      server = await startRedisServer({ port });
    },
    stop: () => server.kill(),
  };
}

/** A Redis that a test may end. */
export interface RedisServer {
  url: string;
  port: number;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

/** This machine's redis-server; undefined when there is none. */
export function findRedisServer(): string | undefined;

/** Starts a Redis of its own that keeps nothing, on any free port unless one is given; resolves when it takes commands. */
export function startRedisServer(options?: { port?: number }): Promise<RedisServer>;

/** The product's proxy in front of gateways of a test. */
export interface TestProxy {
  url: string;
  stop(): Promise<void>;
}

/** The oldest version that the product's Caddyfile works with. */
export const oldestCaddy: string;

/** Whether what `caddy version` says is that one or newer. */
export function isNewEnough(version: string): boolean;

/** This machine's Caddy: `CADDY_PATH`, or the one in the path. Undefined when there is none, or one that is too old. */
export function findCaddy(): string | undefined;

/** Starts Caddy with the product's own Caddyfile on a free port, in front of `gateways` (host:port each). */
export function startCaddy(options: { gateways: readonly string[] }): Promise<TestProxy>;

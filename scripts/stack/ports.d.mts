/** The first free port at or after `wanted`. `isFree` is replaced in tests of the search alone. */
export function firstFreePort(
  wanted: number,
  options?: { isFree?: (port: number) => Promise<boolean> },
): Promise<number>;

/** A free port, which this process gives nobody else. */
export function anyFreePort(): Promise<number>;

/** Whether nobody listens on `port`, on any address of this machine. `listen` is replaced in tests alone. */
export function isPortFree(
  port: number,
  options?: { listen?: (port: number, host: string) => Promise<number> },
): Promise<boolean>;

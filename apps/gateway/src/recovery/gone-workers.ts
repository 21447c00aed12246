import type { WorkerLook } from '@frontdesk/database';

/** What was seen so far, as much as is needed to judge by the next look. */
export interface Seen {
  serverStartedAt: number;
  connected: ReadonlySet<string>;
  /** Had a connection one look earlier, and none in the last one. */
  missing: ReadonlySet<string>;
}

/**
 * Pure: a worker is gone when it had connections and has had none in two looks in a row. One that was never seen with a
 * connection is not judged: it may be of an older version, or reach the database through a pool that hides its name. After
 * a restart of the server nobody is judged by what was before.
 */
export function judgeLook(
  before: Seen | undefined,
  look: Pick<WorkerLook, 'serverStartedAt' | 'connected'>,
): { seen: Seen; gone: string[] } {
  const { serverStartedAt } = look;
  const connected = new Set(look.connected);
  const known = before?.serverStartedAt === serverStartedAt ? before : undefined;
  const without = (ids: Iterable<string>) => [...ids].filter((id) => !connected.has(id));
  return {
    seen: { serverStartedAt, connected, missing: new Set(without(known?.connected ?? [])) },
    gone: without(known?.missing ?? []),
  };
}

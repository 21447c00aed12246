import type { Part } from '../stack/stack.d.mts';

/** Does `work` on a migrated database on a server of its own, which is gone afterwards. A server that is killed comes back. */
export function withTestDatabase<T>(work: (databaseUrl: string, server: Part) => Promise<T>): Promise<T>;

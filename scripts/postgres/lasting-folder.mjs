import { mkdirSync } from 'node:fs';

// Only root needs it: an ordinary user runs PostgreSQL under the account that owns the repository.
export const LASTING_FOLDER = '/var/lib/frontdesk';

/** A folder of this machine that outlives restarts, which every account can enter. Made if absent. */
export function lastingFolder() {
  mkdirSync(LASTING_FOLDER, { recursive: true, mode: 0o755 });
  return LASTING_FOLDER;
}

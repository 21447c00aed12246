import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** An empty folder for the tests of a file, gone with all that is in it when they are over. */
export async function useTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'frontdesk-test-'));
  afterAll(() => rm(folder, { recursive: true }));
  return folder;
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyDatabase, query } from '../testing/made-databases.ts';
import { startStack } from './stack.mjs';

// Needs the gateway's build, which `npm test` makes before.
test('the first password is told as soon as its account is there, also where the start does not reach its end', async () => {
  const databaseUrl = await emptyDatabase();
  const told: string[] = [];
  const step = async (name: string, work: (report: () => void) => Promise<string | undefined>) => {
    if (name === 'Gateway, worker, web') throw new Error('stopped');
    told.push(`${name}: ${await work(() => {})}`);
  };
  const start = () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-first-password-'));
    return startStack({ dataDir, databaseUrl, modelDir: '', temporary: true, step });
  };
  await expect(start()).rejects.toThrow('stopped');
  const [{ email } = {}] = await query(databaseUrl, 'SELECT email FROM "user"');
  expect(told.at(-1)).toMatch(new RegExp(`^Admin account: ${email}, password \\S{8,}$`));
  await expect(start()).rejects.toThrow('stopped');
  expect(told.at(-1)).toBe(`Admin account: ${email}`);
}, 120_000);

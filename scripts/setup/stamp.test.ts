import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onceFor } from './stamp.mjs';

it('does its work again only when an input has changed or the stamp is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-stamp-'));
  const input = join(folder, 'schema.prisma');
  const stamp = join(folder, 'made/.stamp');
  writeFileSync(input, 'one');
  const run = (version = '1') => onceFor(stamp, [input, version], async () => {});
  expect(await run()).toBe(true);
  expect(await run()).toBe(false);
  writeFileSync(input, 'two');
  expect(await run()).toBe(true);
  expect(await run('2')).toBe(true);
  rmSync(stamp);
  expect(await run('2')).toBe(true);
  const failing = onceFor(stamp, ['other'], () => Promise.reject(new Error('failed')));
  await expect(failing).rejects.toThrow('failed');
  expect(await run('2')).toBe(false);
  rmSync(folder, { recursive: true });
});

import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clusterHome } from '../postgres/cluster.mjs';
import { identify } from './process-identity.mjs';
import { startStack } from './stack.mjs';

it('kills at once what has started, also before all has', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-stack-'));
  chmodSync(dataDir, 0o711);
  const stopping = new AbortController();
  const atOnce = new AbortController();
  let pid = 0;
  const step = async (name: string, work: (report: () => void) => Promise<string | undefined>) => {
    if (name === 'Database') return void (await work(() => {}));
    pid = Number.parseInt(readFileSync(join(clusterHome(dataDir), 'postgres', 'postmaster.pid'), 'utf8'), 10);
    // It does not end when it is asked to.
    process.kill(pid, 'SIGSTOP');
    stopping.abort();
    atOnce.abort();
    stopping.signal.throwIfAborted();
  };
  const signals = { signal: stopping.signal, atOnce: atOnce.signal };
  const startedAt = performance.now();
  await expect(startStack({ dataDir, modelDir: '', temporary: true, step, ...signals })).rejects.toThrow('aborted');
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(identify(pid)).toBeUndefined();
}, 60_000);

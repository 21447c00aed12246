import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'frontdesk-node-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['shop', 'my shop', 'c#shop', 'shop?1', 'fifty%20'])('starts a program in a folder called %s', (name) => {
  const home = join(folder, name);
  mkdirSync(home);
  for (const file of ['node-process.mjs', 'end-with-supervisor.mjs']) {
    cpSync(new URL(file, import.meta.url), join(home, file));
  }
  const program = join(home, 'program.mjs');
  writeFileSync(program, 'process.exit(7);');
  // Not loaded here: Vite would read the path in its own way.
  const starter = `import { spawnNode } from ${JSON.stringify(pathToFileURL(join(home, 'node-process.mjs')).href)};
    spawnNode(${JSON.stringify(program)}, { cwd: '/', env: process.env }).on('exit', (code) => process.exit(code));`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', starter]);
  expect(status).toBe(7);
});

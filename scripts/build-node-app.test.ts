import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const program = fileURLToPath(new URL('build-node-app.mjs', import.meta.url));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'frontdesk-build-'));
  write('packages/lib/package.json', '{ "name": "@frontdesk/lib", "exports": "./index.ts" }');
  write('packages/lib/index.ts', "import { version } from 'dep';\nexport const used: string = version;\n");
  write(
    'app/src/main.ts',
    "import { used } from '@frontdesk/lib';\nimport { EOL } from 'node:os';\nprocess.stdout.write(used + EOL);\n",
  );
  addDep('node_modules', '1');
  mkdirSync(join(root, 'node_modules/@frontdesk'), { recursive: true });
  symlinkSync(join(root, 'packages/lib'), join(root, 'node_modules/@frontdesk/lib'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function addDep(nodeModules: string, version: string) {
  write(`${nodeModules}/dep/package.json`, '{ "name": "dep", "type": "module", "exports": "./index.js" }');
  write(`${nodeModules}/dep/index.js`, `export const version = '${version}';\n`);
}

const build = () => spawnSync(process.execPath, [program, 'src/main.ts'], { cwd: join(root, 'app'), encoding: 'utf8' });

it('takes in the workspace’s packages and leaves npm’s outside', () => {
  expect(build()).toMatchObject({ status: 0 });
  rmSync(join(root, 'packages'), { recursive: true });
  addDep('node_modules', 'found at run time');
  const { stdout } = spawnSync(process.execPath, ['app/dist/main.js'], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('found at run time\n');
});

it('refuses a package that would change its version in the bundle', () => {
  addDep('packages/lib/node_modules', '2');
  const { status, stderr } = build();
  expect(status).toBe(1);
  expect(stderr).toMatch(/needs .*packages\/lib\/node_modules\/dep\/index\.js, but the bundle would load/);
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkImports, undeclaredImports } from './imports.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'frontdesk-imports-'));
  write('package.json', '{ "devDependencies": { "vitest": "4" } }');
  for (const name of ['protocol', 'engine', 'queue']) addWorkspace(`packages/${name}`);
  for (const name of ['gateway', 'web', 'worker']) addWorkspace(`apps/${name}`);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A workspace that may import any of the packages, as npm links them. */
function addWorkspace(folder: string) {
  const name = `@frontdesk/${folder.split('/')[1]}`;
  const dependencies = Object.fromEntries(['protocol', 'engine', 'queue'].map((it) => [`@frontdesk/${it}`, '*']));
  write(`${folder}/package.json`, JSON.stringify({ name, exports: { '.': './src/index.ts' }, dependencies }));
  write(`${folder}/src/index.ts`, 'export const value = 1;\n');
  mkdirSync(join(root, 'node_modules/@frontdesk'), { recursive: true });
  symlinkSync(join(root, folder), join(root, 'node_modules', name));
}

it('accepts arrows that point the right way', async () => {
  write('apps/gateway/src/main.ts', "import '@frontdesk/queue';\nimport '@frontdesk/protocol';\n");
  write('apps/worker/src/main.ts', "import '@frontdesk/engine';\nimport { readFile } from 'node:fs';\nreadFile;\n");
  expect(await checkImports(root)).toEqual([]);
});

it.each([
  ['applications-apart', 'apps/gateway/src/main.ts', '../../worker/src/index.ts'],
  ['packages-below-applications', 'packages/queue/src/a.ts', '../../../apps/worker/src/index.ts'],
  ['engine-knows-no-product', 'packages/engine/src/a.ts', '@frontdesk/protocol'],
  ['scaling-only-decides', 'packages/scaling/src/a.ts', 'node:fs'],
  ['protocol-is-the-ground', 'packages/protocol/src/a.ts', 'node:fs'],
  ['browser-talks-to-the-gateway', 'apps/web/src/page.ts', '@frontdesk/queue'],
  ['packages-through-the-front-door', 'apps/worker/src/main.ts', '../../../packages/engine/src/inner.ts'],
  ['nothing-unresolved', 'apps/worker/src/main.ts', './absent.ts'],
  ['not-declared', 'apps/worker/src/main.ts', '@frontdesk/gateway'],
])('catches %s', async (rule, file, imported) => {
  write('packages/engine/src/inner.ts', 'export const inner = 1;\n');
  write(file, `import '${imported}';\n`);
  expect(await checkImports(root)).toEqual(
    expect.arrayContaining([expect.stringContaining(`${rule}: ${file} imports`)]),
  );
});

it('catches a circle', async () => {
  write('apps/worker/src/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n");
  write('apps/worker/src/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
  expect((await checkImports(root)).join('\n')).toContain('no-circles');
});

it('wants npm packages declared where they are imported; the root declares the tools', () => {
  const modules = [
    {
      source: 'apps/gateway/src/main.ts',
      dependencies: ['pg', '@scope/name/inner', 'node:fs', './a.ts', 'vitest', 'zod/mini', 'mdast', '@a/b'].map(
        (module) => ({
          module,
        }),
      ),
    },
  ];
  const readPackage = (folder: string) =>
    folder === ''
      ? { devDependencies: { vitest: '4' } }
      : { dependencies: { zod: '4', '@types/mdast': '4', '@types/a__b': '1' } };
  expect(undeclaredImports(modules, readPackage)).toEqual([
    'not-declared: apps/gateway/src/main.ts imports pg, which apps/gateway/package.json does not name',
    'not-declared: apps/gateway/src/main.ts imports @scope/name, which apps/gateway/package.json does not name',
  ]);
});

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

const wrong = [
  ['applications-apart', 'apps/gateway/src/main.ts', '../../worker/src/index.ts'],
  ['packages-below-applications', 'packages/queue/src/a.ts', '../../../apps/worker/src/index.ts'],
  ['engine-knows-no-product', 'packages/engine/src/a.ts', '@frontdesk/protocol'],
  ['scaling-only-decides', 'packages/scaling/src/a.ts', 'node:fs'],
  ['protocol-is-the-ground', 'packages/protocol/src/a.ts', 'node:fs'],
  ['browser-talks-to-the-gateway', 'apps/web/src/page.ts', '@frontdesk/queue'],
  ['packages-through-the-front-door', 'apps/worker/src/inner.ts', '../../../packages/engine/src/inner.ts'],
  ['nothing-unresolved', 'apps/worker/src/unresolved.ts', './absent.ts'],
  ['not-declared', 'apps/worker/src/undeclared.ts', '@frontdesk/gateway'],
] as const;

// One look at all of them: each takes a second or more.
it('catches what points the wrong way, leads nowhere, is not declared, or goes in a circle', async () => {
  write('packages/engine/src/inner.ts', 'export const inner = 1;\n');
  for (const [, file, imported] of wrong) write(file, `import '${imported}';\n`);
  write('apps/worker/src/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n");
  write('apps/worker/src/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
  const problems = await checkImports(root);
  for (const [rule, file] of wrong)
    expect(problems).toContainEqual(expect.stringContaining(`${rule}: ${file} imports`));
  expect(problems).toContainEqual(expect.stringContaining('no-circles'));
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
    { source: 'apps/worker/src/main.ts', dependencies: [{ module: 'vitest' }, { module: 'zod' }] },
  ];
  const packages: Record<string, object> = {
    '': { devDependencies: { vitest: '4', zod: '4' } },
    'apps/gateway': { dependencies: { zod: '4', '@types/mdast': '4', '@types/a__b': '1' } },
    'apps/worker': { devDependencies: { vitest: '4' } },
  };
  const readPackage = (folder: string) => packages[folder] ?? {};
  expect(undeclaredImports(modules, readPackage)).toEqual([
    'not-declared: apps/gateway/src/main.ts imports pg, which apps/gateway/package.json does not name',
    'not-declared: apps/gateway/src/main.ts imports @scope/name, which apps/gateway/package.json does not name',
    'not-declared: apps/worker/src/main.ts imports zod, which apps/worker/package.json does not name',
  ]);
});

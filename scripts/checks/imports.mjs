import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runCommand } from '../setup/command.mjs';

/**
 * What is wrong with who imports whom: arrows that point the wrong way, circles, imports that lead nowhere
 * (.dependency-cruiser.cjs), and packages that are imported but not declared in the importer's package.json.
 *
 * @param {string} [root] the repository's root unless given
 * @returns {Promise<string[]>} a sentence each
 */
export async function checkImports(root = repository) {
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(repository, '.dependency-cruiser.cjs');
  const folders = ['apps', 'packages', 'e2e'].filter((folder) => existsSync(join(root, folder)));
  const { modules, summary } = JSON.parse(
    await runCommand(process.execPath, [program, '--config', config, '--output-type', 'json', ...folders], {
      cwd: root,
    }),
  );
  return [
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`),
    ...undeclaredImports(modules, (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))),
  ];
}

/**
 * @param {readonly { source: string, dependencies: readonly { module: string }[] }[]} modules
 * @param {(folder: string) => { name?: string, dependencies?: object, devDependencies?: object, peerDependencies?: object }} readPackage
 *   `''` is the root's
 * @returns {string[]}
 */
export function undeclaredImports(modules, readPackage) {
  const declared = new Map();
  const declaredIn = (folder) => {
    if (!declared.has(folder)) {
      const { dependencies, devDependencies, peerDependencies } = readPackage(folder);
      declared.set(folder, new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies })));
    }
    return declared.get(folder);
  };
  const folderOf = ({ source }) => /^(?:(?:apps|packages)\/[^/]+|e2e)/.exec(source)?.[0];
  const folders = [...new Set(modules.map(folderOf).filter(Boolean))];
  // The root declares the tools that every workspace uses, such as vitest. What one of them runs with is no tool.
  const isTool = (name) =>
    declaredIn('').has(name) && !folders.some((folder) => readPackage(folder).dependencies?.[name]);
  const problems = modules.flatMap(({ source, dependencies }) => {
    const folder = folderOf({ source });
    if (!folder) return [];
    return dependencies.flatMap(({ module }) => {
      const name = packageName(module);
      if (!name || declaredIn(folder).has(name)) return [];
      // A package of nothing but types.
      if (declaredIn(folder).has(`@types/${name.replace(/^@(.+)\//, '$1__')}`)) return [];
      if (!name.startsWith('@frontdesk/') && isTool(name)) return [];
      return [`not-declared: ${source} imports ${name}, which ${folder}/package.json does not name`];
    });
  });
  return [...new Set(problems)];
}

/** The package of an import, or undefined for a file or a part of Node. */
function packageName(module) {
  if (/^[./#]/.test(module) || isBuiltin(module)) return undefined;
  return /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
}

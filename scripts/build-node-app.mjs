#!/usr/bin/env node
// Bundles a Node application into <its folder>/dist: the workspace's own packages are taken in from their TypeScript
// sources, everything from npm stays outside and is found in node_modules when the application runs.
//
//   cd apps/gateway && node ../../scripts/build-node-app.mjs src/main.ts src/admin.ts

import { rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const entryPoints = process.argv.slice(2);
if (entryPoints.length === 0) {
  console.error('Usage, in the application’s folder: build-node-app.mjs <entry.ts>…');
  process.exit(2);
}
const outdir = join(process.cwd(), 'dist');
await rm(outdir, { recursive: true, force: true });
// A failed build has been explained by esbuild itself.
await build({
  entryPoints,
  outdir,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [npmStaysOutside()],
}).catch(() => process.exit(1));

/**
 * Leaves packages from npm as imports. A package that a workspace package would get in another version than the
 * application itself stops the build: in the bundle both imports would silently get the application's version.
 *
 * @returns {import('esbuild').Plugin}
 */
function npmStaysOutside() {
  const resolving = Symbol('resolving');
  return {
    name: 'npm-stays-outside',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === resolving || kind === 'entry-point') return undefined;
        if (path.startsWith('@frontdesk/')) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const here = await resolve(path, { resolveDir, kind, pluginData: resolving });
        const atRunTime = await resolve(path, { resolveDir: process.cwd(), kind, pluginData: resolving });
        if (atRunTime.errors.length > 0) return { errors: atRunTime.errors };
        if (here.path !== atRunTime.path) {
          return { errors: [{ text: `${importer} needs ${here.path}, but the bundle would load ${atRunTime.path}` }] };
        }
        return { path, external: true };
      });
    },
  };
}

// Builds what browsers load into dist/: widget.js (the loader), frame.html and, with hashed names, assets/.
// Fails when a file is larger than what the product promises.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const limitsKb = { loader: 5, frame: 90 };

const common = {
  bundle: true,
  minify: true,
  target: ['es2022', 'safari16.4'],
  legalComments: 'none',
  logLevel: 'warning',
};

/** The loader's style sheet travels inside the script, as text. */
const cssAsText = {
  name: 'css-as-text',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: common.target,
      });
      return { contents: code.trim(), loader: 'text' };
    }),
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

await build({
  ...common,
  entryPoints: [join(here, 'src/loader/index.ts')],
  outfile: join(dist, 'widget.js'),
  format: 'iife',
  plugins: [cssAsText],
});

const frame = await build({
  ...common,
  entryPoints: { frame: join(here, 'src/frame/main.tsx') },
  outdir: join(dist, 'assets'),
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  format: 'esm',
  jsx: 'automatic',
  loader: { '.woff2': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: {
    react: 'preact/compat',
    'react-dom': 'preact/compat',
    'react-dom/client': 'preact/compat/client',
    'react/jsx-runtime': 'preact/jsx-runtime',
  },
  metafile: true,
});

const outputs = Object.keys(frame.metafile.outputs);
const named = (end) => {
  const name = outputs.map((path) => basename(path)).find((file) => file.startsWith('frame-') && file.endsWith(end));
  if (name === undefined) throw new Error(`the build made no frame${end}`);
  return name;
};
const names = { js: named('.js'), css: named('.css') };
const html = await readFile(join(here, 'src/frame/frame.html'), 'utf8');
await writeFile(
  join(dist, 'frame.html'),
  html.replace(/\{\{(\w+)\}\}/g, (_, kind) => names[kind]),
);

const gzipKb = async (file) => gzipSync(await readFile(join(dist, file)), { level: 9 }).length / 1024;
const sizes = {
  loader: await gzipKb('widget.js'),
  frame: await gzipKb(`assets/${names.js}`),
};
let tooLarge = false;
for (const [part, kb] of Object.entries(sizes)) {
  const over = kb > limitsKb[part];
  tooLarge ||= over;
  console.log(`${part.padEnd(7)} ${kb.toFixed(1)} KB gzip of ${limitsKb[part]} KB${over ? ': TOO LARGE' : ''}`);
}
if (tooLarge) process.exit(1);

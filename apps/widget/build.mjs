// Builds what browsers load into dist/: widget.js (the loader), frame.html and, with hashed names, assets/.
// Fails when a file is larger than what the product promises.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const limitsKb = { loader: 5, frame: 90 };

const common = {
  bundle: true,
  write: false,
  minify: true,
  target: ['es2022', 'safari16.4'],
  legalComments: 'none',
  charset: 'utf8',
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

/** The chat connects by websocket or polling (`transports`): a third way to connect would be a kilobyte for nothing. */
const withoutWebTransport = {
  name: 'without-web-transport',
  setup: ({ onLoad }) =>
    onLoad({ filter: /engine\.io-client[\\/].*transports[\\/]webtransport\.js$/ }, () => ({
      contents: 'export class WT {}',
    })),
};

const loader = await build({
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
  plugins: [withoutWebTransport],
  metafile: true,
  // Each language of the chat is a file of its own.
  splitting: true,
  chunkNames: '[name]-[hash]',
  jsx: 'automatic',
  loader: { '.woff2': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: {
    react: 'preact/compat',
    'react-dom': 'preact/compat',
    'react-dom/client': 'preact/compat/client',
    'react/jsx-runtime': 'preact/jsx-runtime',
  },
});

const frameFile = (end) => {
  const file = frame.outputFiles.find(({ path }) => basename(path).startsWith('frame-') && path.endsWith(end));
  if (file === undefined) throw new Error(`the build made no frame${end}`);
  return file;
};
const imports = frame.metafile.outputs[outputOf(frameFile('.js'))].imports;
const filesImported = (kind) =>
  imports.filter((one) => one.kind === kind).map(({ path }) => frame.outputFiles.find((one) => outputOf(one) === path));
const parts = filesImported('import-statement');
const languages = filesImported('dynamic-import');
const names = {
  js: basename(frameFile('.js').path),
  css: basename(frameFile('.css').path),
  preloads: parts.map(({ path }) => `<link rel="modulepreload" href="/frame/assets/${basename(path)}">`).join('\n    '),
};

/** A file's name in the metafile, which is relative to where the build was started. */
function outputOf({ path }) {
  return relative(process.cwd(), path).replaceAll('\\', '/');
}

const html = await readFile(join(here, 'src/frame/frame.html'), 'utf8');

// Written at the end and at once: a gateway that serves this folder meanwhile finds it whole.
await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, 'assets'), { recursive: true });
await Promise.all([
  ...[...loader.outputFiles, ...frame.outputFiles].map(({ path, contents }) => writeFile(path, contents)),
  writeFile(
    join(dist, 'frame.html'),
    html.replace(/\{\{(\w+)\}\}/g, (_, kind) => names[kind]),
  ),
]);

const gzipKb = ({ contents }) => gzipSync(contents, { level: 9 }).length / 1024;
const languageKb = languages.map((file) => [basename(file.path).split('-')[0], gzipKb(file)]);
const sizesKb = {
  loader: gzipKb(loader.outputFiles[0]),
  // A browser fetches one language.
  frame:
    [frameFile('.js'), ...parts].reduce((sum, file) => sum + gzipKb(file), 0) +
    Math.max(...languageKb.map(([, kb]) => kb)),
};
let tooLarge = false;
for (const [part, kb] of Object.entries(sizesKb)) {
  const over = kb > limitsKb[part];
  tooLarge ||= over;
  console.log(`${part.padEnd(7)} ${kb.toFixed(2)} KB gzip of ${limitsKb[part]} KB${over ? ': TOO LARGE' : ''}`);
}
console.log(`of the frame, a language: ${languageKb.map(([code, kb]) => `${code} ${kb.toFixed(1)}`).join(', ')} KB`);
if (tooLarge) process.exit(1);

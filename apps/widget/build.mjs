// Builds what browsers load into dist/: widget.js (the loader), frame.html and, with hashed names, assets/.
// Fails when a file is larger than what the product promises.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
/** frame: all of its script at the first open; conversation: what a customer who writes has fetched. */
const limitsKb = { loader: 5, frame: 80, conversation: 102 };

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

/** A file of a package with other words in the place of some, which must be there. */
async function withInstead(path, words, instead) {
  const contents = await readFile(path, 'utf8');
  if (!contents.includes(words)) throw new Error(`${path} is not what it was: ${words}`);
  return { contents: contents.replace(words, instead), resolveDir: dirname(path) };
}

/**
 * The chat connects by websocket or polling (`transports`), and is sent text: a third way to connect, bytes that polling
 * writes as text, and bytes within events or packets would be more than a kilobyte for nothing.
 */
const withoutUnused = {
  name: 'without-unused',
  setup({ onLoad }) {
    onLoad({ filter: /engine\.io-client[\\/].*transports[\\/]webtransport\.js$/ }, () => ({
      contents: 'export class WT {}',
    }));
    // Every browser that this is for has XMLHttpRequest, also for other origins: without what asks for that, what stands in goes too.
    onLoad({ filter: /engine\.io-client[\\/].*polling-xhr\.js$/ }, ({ path }) =>
      withInstead(
        path,
        'function newRequest(opts) {',
        'function newRequest() { return new XMLHttpRequest(); } function olderRequest(opts) {',
      ),
    );
    onLoad({ filter: /engine\.io-client[\\/].*has-cors\.js$/ }, () => ({ contents: 'export const hasCORS = true' }));
    // Nor has it to be asked for promises and for its global object.
    onLoad({ filter: /engine\.io-client[\\/].*esm[\\/]globals\.js$/ }, () => ({
      contents: `export const nextTick = (run) => Promise.resolve().then(run), globalThisShim = self, defaultBinaryType = 'arraybuffer';
        export const createCookieJar = () => {};`,
    }));
    onLoad({ filter: /engine\.io-parser[\\/].*encodePacket\.browser\.js$/ }, ({ path }) => ({
      resolveDir: dirname(path),
      contents: `import { PACKET_TYPES } from './commons.js';
        export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ''));
        export const encodePacketToBinary = () => {};`,
    }));
    onLoad({ filter: /engine\.io-parser[\\/].*base64-arraybuffer\.js$/ }, () => ({
      contents: 'export const decode = () => new ArrayBuffer(0)',
    }));
    onLoad({ filter: /socket\.io-parser[\\/].*[\\/]is-binary\.js$/ }, () => ({
      contents: 'export const isBinary = () => false, hasBinary = isBinary',
    }));
    onLoad({ filter: /socket\.io-parser[\\/].*[\\/]binary\.js$/ }, () => ({
      contents: 'export const deconstructPacket = () => {}, reconstructPacket = deconstructPacket',
    }));
    // Where a namespace is used as an object, all of it is kept: these are objects of what is used.
    onLoad({ filter: /socket\.io-client[\\/].*[\\/]manager\.js$/ }, ({ path }) =>
      withInstead(
        path,
        'import * as parser from "socket.io-parser";',
        'import { Decoder, Encoder } from "socket.io-parser"; const parser = { Decoder, Encoder };',
      ),
    );
    onLoad({ filter: /zod[\\/]v4[\\/]mini[\\/]external\.js$/ }, ({ path }) =>
      withInstead(
        path,
        'export * as iso from "./iso.js";',
        'import { date, datetime } from "./iso.js"; export const iso = { date, datetime };',
      ),
    );
  },
};

const loader = await build({
  ...common,
  entryPoints: [join(here, 'src/loader/index.ts')],
  outfile: join(dist, 'widget.js'),
  format: 'iife',
  // Chromium compiles all of it off the main thread then: nearly all of it is called at once.
  banner: { js: '//# allFunctionsCalledOnLoad' },
  // A module is strict without saying so, and every byte counts here.
  tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
  plugins: [cssAsText],
  // What only parts of the loader call each other: no page and no frame says these names.
  mangleProps:
    /^(gateway|tickets|emit|request|onError|renew|onOpen|onDismiss|dress|reopen|offerTicket|allowStorage|speak|label|plan|node|read|write|forget|issueTo|answered|ask|words|pageStorage|lifeSignal|place|view)$/,
});

const frame = await build({
  ...common,
  entryPoints: { frame: join(here, 'src/frame/main.tsx') },
  outdir: join(dist, 'assets'),
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  format: 'esm',
  plugins: [withoutUnused],
  metafile: true,
  // Each language of the chat is a file of its own, and so is what most visits never show.
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

/** By their name in the metafile, which is relative to where the build was started. */
const files = new Map(
  frame.outputFiles.map((file) => [relative(process.cwd(), file.path).replaceAll('\\', '/'), file]),
);
const { outputs } = frame.metafile;

const frameFile = (end) => {
  const found = [...files.keys()].find((path) => basename(path).startsWith('frame-') && path.endsWith(end));
  if (found === undefined) throw new Error(`the build made no frame${end}`);
  return found;
};

/** What a browser fetches with a script: itself and all that it imports, and so on. */
function withImports(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const one of outputs[path].imports) if (one.kind === 'import-statement') withImports(one.path, found);
  return found;
}

const atFirst = withImports(frameFile('.js'));
const later = new Set(
  [...atFirst]
    .flatMap((path) => outputs[path].imports.filter(({ kind }) => kind === 'dynamic-import'))
    .map(({ path }) => path),
);
const isLanguage = (path) => /packages\/chat\/src\/strings\//.test(outputs[path].entryPoint);
const preloads = [...atFirst].filter((path) => path !== frameFile('.js'));
const names = {
  js: basename(frameFile('.js')),
  css: basename(frameFile('.css')),
  preloads: preloads.map((path) => `<link rel="modulepreload" href="/frame/assets/${basename(path)}">`).join('\n    '),
};

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

// The compiler lowers syntax and no functions: these are younger than Safari 16.4.
const tooYoung = /\bURL\.(?:canParse|parse)\b|\.withResolvers\b|\bAbortSignal\.any\b|\.fromAsync\b|\.groupBy\b/;
for (const { path, text } of [...loader.outputFiles, ...frame.outputFiles]) {
  const [found] = path.endsWith('.js') ? (tooYoung.exec(text) ?? []) : [];
  if (found) throw new Error(`${basename(path)} calls ${found}, which the browsers that it is for do not have`);
}

// What the frame leaves out of zod must not be asked for.
for (const path of Object.keys(frame.metafile.inputs).filter((input) => !input.includes('node_modules')))
  if (/\bz\.iso\.(?!date\b|datetime\b)/.test(await readFile(path, 'utf8')))
    throw new Error(`${path} uses more of z.iso than the frame has`);

const gzipKb = ({ contents }) => gzipSync(contents, { level: 9 }).length / 1024;
const sumKb = (paths) => [...paths].reduce((sum, path) => sum + gzipKb(files.get(path)), 0);
/** Of what comes later: with what it brings along. */
const laterKb = (wanted) =>
  [...later]
    .filter(wanted)
    .map((path) => [
      basename(path).replace(/-\w+\.js$/, ''),
      sumKb([...withImports(path)].filter((one) => !atFirst.has(one))),
    ]);
const languagesKb = laterKb(isLanguage);
const partsKb = laterKb((path) => !isLanguage(path));
// A browser fetches one language.
const frameKb = sumKb(atFirst) + Math.max(...languagesKb.map(([, kb]) => kb));
const sizesKb = {
  loader: gzipKb(loader.outputFiles[0]),
  frame: frameKb,
  conversation: partsKb.reduce((sum, [, kb]) => sum + kb, frameKb),
};
let tooLarge = false;
for (const [part, kb] of Object.entries(sizesKb)) {
  const over = kb > limitsKb[part];
  tooLarge ||= over;
  console.log(`${part.padEnd(12)} ${kb.toFixed(2)} KB gzip of ${limitsKb[part]} KB${over ? ': TOO LARGE' : ''}`);
}
const list = (named) => named.map(([name, kb]) => `${name} ${kb.toFixed(1)}`).join(', ');
console.log(`of the frame, a language: ${list(languagesKb)} KB`);
console.log(`when they are wanted: ${list(partsKb)} KB`);
if (tooLarge) process.exit(1);

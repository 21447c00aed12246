// npm run compile-passes -w packages/engine: writes passes.ts from passes.wat.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import loadWabt from 'wabt';

export async function compilePasses(): Promise<Uint8Array> {
  const source = readFileSync(path.join(import.meta.dirname, 'passes.wat'), 'utf8');
  const wabt = await loadWabt();
  const module = wabt.parseWat('passes.wat', source, { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

if (process.argv[1] === import.meta.filename) {
  const text = Buffer.from(await compilePasses()).toString('base64');
  const lines = text.match(/.{1,116}/g) ?? [];
  writeFileSync(
    path.join(import.meta.dirname, 'passes.ts'),
    `// Made from passes.wat by \`npm run compile-passes\`: code that is bundled can't count on files beside it.\n` +
      `export const passes = Buffer.from(\n  \`\n${lines.map((line) => `${line}\n`).join('')}\`,\n  'base64',\n);\n`,
  );
}

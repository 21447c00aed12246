// npm run compile-scalar-products -w packages/knowledge: writes scalar-products.ts from scalar-products.wat.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import loadWabt from 'wabt';

export async function compileScalarProducts(): Promise<Uint8Array> {
  const source = readFileSync(path.join(import.meta.dirname, 'scalar-products.wat'), 'utf8');
  const wabt = await loadWabt();
  const module = wabt.parseWat('scalar-products.wat', source, { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

if (process.argv[1] === import.meta.filename) {
  const text = Buffer.from(await compileScalarProducts()).toString('base64');
  const lines = text.match(/.{1,116}/g) ?? [];
  writeFileSync(
    path.join(import.meta.dirname, 'scalar-products.ts'),
    `// Made from scalar-products.wat by \`npm run compile-scalar-products\`: code that is bundled can't count on files beside it.\n` +
      `export const scalarProducts = Buffer.from(\n  \`\n${lines.map((line) => `${line}\n`).join('')}\`,\n  'base64',\n);\n`,
  );
}

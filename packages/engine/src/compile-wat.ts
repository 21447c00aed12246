// tsx compile-wat.ts folder/passes.wat: writes folder/passes.ts, which exports the module's bytes as `passes`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import loadWabt from 'wabt';

export async function compileWat(file: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat(path.basename(file), readFileSync(file, 'utf8'), { simd: true });
  module.validate();
  return module.toBinary({}).buffer;
}

if (process.argv[1] === import.meta.filename) {
  const file = process.argv[2] ?? '';
  const { dir, name } = path.parse(file);
  const lines = Buffer.from(await compileWat(file))
    .toString('base64')
    .replace(/.{1,116}/g, '$&\n');
  writeFileSync(
    path.join(dir, `${name}.ts`),
    `// Made from ${name}.wat by \`npm run compile-${name}\`: code that is bundled can't count on files beside it.\n` +
      `export const ${name.replace(/-./g, (part) => part[1]?.toUpperCase() ?? '')} = Buffer.from(\n  \`\n${lines}\`,\n  'base64',\n);\n`,
  );
}

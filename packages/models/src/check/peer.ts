import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { installOracle, ORACLE_DIR } from './oracle.ts';
import { rewriteGguf } from './rewrite-gguf.ts';

/**
 * Prepares what the engine is measured against: node-llama-cpp, and the default model's file as fetched and rewritten.
 * Prints `{ program, files }`: the peer's program, and the model files by their weights' type.
 */
const asFetched = await fetchModel({
  source: DEFAULT_MODEL,
  dir: sourcesDir(defaultCacheDir()),
  onProgress: () => {},
});
const dir = join(defaultCacheDir(), 'peers');
mkdirSync(dir, { recursive: true });
const rewritten = (['Q8_0', 'Q4_0'] as const).map((type) => {
  const path = join(dir, `${DEFAULT_MODEL.gguf.sha256.slice(0, 12)}.${type}.gguf`);
  if (!existsSync(path)) rewriteGguf(asFetched, path, type);
  return [type, path] as const;
});
await installOracle();
const files = { Q4_1: asFetched, ...Object.fromEntries(rewritten) };
console.log(JSON.stringify({ program: join(ORACLE_DIR, 'bench.mjs'), files }));

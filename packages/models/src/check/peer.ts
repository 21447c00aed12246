import { closeSync, existsSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheDir, sourcesDir } from '../cache-folder.ts';
import { fetchModel } from '../fetch/fetch-model.ts';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { readGraphFile } from '../onnx/graph-file.ts';
import { MODEL_FILES } from '../prepared-model.ts';
import { installOracle, ORACLE_DIR } from './oracle.ts';
import { rewriteGguf } from './rewrite-gguf.ts';

/**
 * Prepares what the engine is measured against: node-llama-cpp, and the default model's file as fetched and rewritten.
 * Prints `{ program, files, stepBytes }`: the peer's program, the model files by their weights' type, and how many bytes of
 * weights our own decode step of one sequence reads (MODEL_DIR).
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
console.log(JSON.stringify({ program: join(ORACLE_DIR, 'bench.mjs'), files, stepBytes: weightBytes() }));

/** Several graphs share the file of weights, and embedding and head some of its bytes; the model's own decodes one sequence. */
function weightBytes(): number {
  const fd = openSync(join(process.env.MODEL_DIR ?? '', MODEL_FILES.graph), 'r');
  try {
    const { initializers } = readGraphFile(fd, fstatSync(fd).size);
    const lengths = new Map(initializers.map(({ externalRange: { offset, length } }) => [offset, length]));
    return [...lengths.values()].reduce((sum, length) => sum + length, 0);
  } finally {
    closeSync(fd);
  }
}

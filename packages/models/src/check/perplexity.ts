import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainDecoder } from '../testing/plain-decoder.ts';
import { logProbabilityOf } from './engine/teacher-forcing.ts';

/** Characters taken from each text, so that many voices are heard. */
const CHARACTERS_EACH = 2_000;

/** English text that every clone has: the beginnings of the READMEs of the packages that the lock file pins, by name. */
export function readmeTexts(nodeModules: string): string[] {
  const packages = readdirSync(nodeModules)
    .filter((name) => !name.startsWith('.') && name !== '@frontdesk')
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(nodeModules, name)).map((part) => join(name, part)) : [name],
    )
    .sort();
  return packages.flatMap((name) => {
    const text = readIfThere(join(nodeModules, name, 'README.md'));
    return text === undefined ? [] : [text.slice(0, CHARACTERS_EACH)];
  });
}

/** Cuts ids into whole windows of the given length, at most so many. */
export function cutWindows(ids: readonly number[], length: number, most: number): number[][] {
  const count = Math.min(most, Math.floor(ids.length / length));
  return Array.from({ length: count }, (_, i) => ids.slice(i * length, (i + 1) * length));
}

/** Our model's natural log probability of each of a window's tokens from `skip + 1` on. */
export async function scoreWindow(decoder: PlainDecoder, window: readonly number[], skip: number): Promise<number[]> {
  const targets = window.slice(skip + 1);
  const positions = targets.map((_, i) => skip + i);
  const logits = await decoder.logits(window, positions);
  const vocabSize = logits.length / positions.length;
  return targets.map((target, i) => logProbabilityOf(logits.subarray(i * vocabSize, (i + 1) * vocabSize), target));
}

/** e to the mean of what each token cost. */
export function perplexity(logProbabilities: readonly (readonly number[])[]): number {
  const all = logProbabilities.flat();
  return Math.exp(-all.reduce((sum, value) => sum + value, 0) / all.length);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

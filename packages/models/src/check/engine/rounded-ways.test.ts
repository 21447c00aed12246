import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODEL_FILES } from '../../prepared-model.ts';
import { tinyKvScales, writeTinyModel } from '../../testing/tiny-model.ts';
import { Examiner, type Findings } from './examine.ts';
import { answerAll, answerInAllWays, withEngine } from './ways.ts';

/**
 * What rounding may make of an answer: the graphs round activations in different ways, and keys and values are exact within
 * a chunk and rounded between chunks. Twice what was measured; a token at a wrong place, a lost chunk or a scale of another
 * layer is several times as far off.
 */
const [MOST_GAP, LEAST_EQUAL, MOST_RMS_ERROR, MOST_ERROR] = [0.3, 0.95, 0.2, 0.9];

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-ways-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A scale of its own for every channel of each layer, so that one for another is seen. */
const kvCache = tinyKvScales().map(({ key, value }, layer) => ({
  key: key.map((scale, channel) => scale * (1 + 0.1 * ((channel + 5 * layer) % 11))),
  value: value.map((scale, channel) => scale * (1 + 0.1 * ((7 * channel + 3 * layer) % 11))),
}));

/** Prompts of two shops, which begin alike, of 52 to 127 ids. */
const prompts = Array.from({ length: 24 }, (_, index) => [
  ...Array.from({ length: 50 }, (_, at) => 3 + ((at * 37 + (index % 2) * 101) % 250)),
  ...Array.from({ length: 2 + ((index * 29) % 76) }, (_, at) => 3 + ((at * at * 13 + index * 71) % 250)),
]);

test('with keys and values in 8 bits and a graph each for prompts and batches, every way answers as the plain path', async () => {
  const model = await writeTinyModel(dir, { kvCache });
  expect(existsSync(join(dir, MODEL_FILES.prefillGraph)) && existsSync(join(dir, MODEL_FILES.batchGraph))).toBe(true);
  const alone = await withEngine(model, { slots: 1, prefixCacheBytes: 0 }, (engine) =>
    answerAll(engine, model, prompts),
  );
  const ways = { alone, ...(await answerInAllWays(model, prompts)) };
  const examined = await (await Examiner.load(model)).examine(prompts, Object.values(ways));
  for (const [index, way] of Object.keys(ways).entries()) {
    const { ids, equalIds, nearTies, failures, rmsError, largestError } = examined[index] as Findings;
    const gaps = [...nearTies, ...failures].map(({ gap }) => gap);
    expect.soft(Math.max(0, ...gaps), `${way}: logits behind the likeliest`).toBeLessThan(MOST_GAP);
    expect.soft(equalIds / ids, `${way}: share of the likeliest ids`).toBeGreaterThan(LEAST_EQUAL);
    expect.soft(rmsError, `${way}: log-probabilities, rms`).toBeLessThan(MOST_RMS_ERROR);
    expect.soft(largestError, `${way}: log-probabilities, largest`).toBeLessThan(MOST_ERROR);
  }
  const [, , , cached, jumped, , guessed] = examined;
  expect(cached?.cachedShare).toBeGreaterThan(0.3);
  expect(jumped?.forcedIds).toBeGreaterThan(prompts.length);
  expect(guessed?.guessedIds).toBeGreaterThan(0);
});

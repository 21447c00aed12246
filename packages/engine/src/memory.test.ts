import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { tinyModel } from '../fixtures/tiny.ts';
import { Decoder } from './decoder.ts';
import { Sampler } from './sampler.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const sampler = new Sampler(tinyModel.architecture.vocabSize);

/** 500 tokens a round: a prompt in two chunks of changing size, then steps. */
async function run(decoder: Decoder, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const prompt = new Array<number>(10 + (round % 7)).fill(round % 128);
    await decoder.run(prompt, 0);
    await decoder.run(prompt, prompt.length);
    for (let position = 2 * prompt.length; position < 500; position++) {
      const logits = await decoder.run([position % 128], position);
      sampler.sample(logits, { temperature: 1, topP: 0.9, seed: round }, position);
    }
  }
  collectGarbage();
}

test('memory stays flat over 10,000 steps, and the library stays loaded', async () => {
  const decoder = await Decoder.load({ ...tinyModel, capacityTokens: 512, threads: 1 });
  await run(decoder, 4);
  const liveBefore = new Map(decoder.liveNativeObjects);
  const rssBefore = process.memoryUsage.rss();
  await run(decoder, 22);
  const grownBytes = process.memoryUsage.rss() - rssBefore;
  expect(decoder.liveNativeObjects).toEqual(liveBefore);
  // A leak of one tensor or status per step would be above 1 MB; of the logits, above 5 MB.
  expect(grownBytes).toBeLessThan(8 * 1024 * 1024);
  decoder.release();
  expect([...decoder.liveNativeObjects.values()].every((count) => count === 0)).toBe(true);
}, 60_000);

import { loadTokenizer } from '@frontdesk/tokenizer';
import { describe, expect, test } from 'vitest';
import { readPreparedModel } from '../../prepared-model.ts';
import { prepareExactModel } from './exact-model.ts';
import { Examiner, problemsOf } from './examine.ts';
import { chatPrompts } from './prompts.ts';
import { answerInAllWays } from './ways.ts';

const modelDir = process.env.MODEL_DIR;

describe.skipIf(!modelDir)('with the real model (MODEL_DIR)', () => {
  test('sixteen of check:engine’s prompts: whatever way the engine takes, the answers are those of the plain path', async () => {
    const model = await prepareExactModel(await readPreparedModel(modelDir as string));
    const prompts = chatPrompts(loadTokenizer(model), 16);
    const ways = await answerInAllWays(model, prompts);
    const findings = await (await Examiner.load(model)).examine(prompts, Object.values(ways));
    expect(findings.flatMap((found) => problemsOf(found))).toEqual([]);
    const [, , cached, jumped, , guessed] = findings;
    expect(cached?.cachedShare).toBeGreaterThan(0.3);
    expect(jumped?.forcedIds).toBeGreaterThan(16);
    expect(guessed?.guessedIds).toBeGreaterThan(0);
    // Half a minute on two cores that nobody else wants.
  }, 1_200_000);
});

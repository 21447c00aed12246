import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDecisionParameters, tokenTexts } from '@frontdesk/answers';
import type { NewGenerationInput } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { groundedAnswer } from './grounding.ts';

it('says no number that stands only in what was answered before', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'grounding-test-'));
  const model = await writeTinyModel(dir);
  const tokenizer = loadTokenizer(model);
  await rm(dir, { recursive: true });
  const { architecture, eosTokenIds: stopIds } = model.manifest;
  const tokens = tokenTexts(architecture.vocabSize, (ids) => tokenizer.decode(ids));
  const mayFollow = (digit: string, alsoSaid: string[] | null) => {
    const grounding = { ...{ siteName: 'Fernway', language: null, replyListHash: '', passages: [] }, alsoSaid };
    const promptIds = tokenizer.encodeText('It costs 7 euros. What are 3 of them?');
    const input = { mode: 'phrase', grounding, promptIds, maxTokens: 100 } as unknown as NewGenerationInput;
    const answer = groundedAnswer(input, { tokenizer, tokens, stopIds, parameters: defaultDecisionParameters });
    const { allowedNext, accepts } = answer?.request ?? {};
    const ids = tokenizer.encodeText('They are ');
    const allowed = allowedNext?.(ids);
    const [id = -1] = tokenizer.encodeText(digit);
    return allowed ? allowed.includes(id) : accepts?.(id);
  };
  const alsoSaid = ['What are 3 of them?'];
  expect([mayFollow('3', alsoSaid), mayFollow('7', alsoSaid)]).toEqual([true, false]);
  // As before, for answers that were begun so.
  expect(mayFollow('7', null)).toBe(true);
});

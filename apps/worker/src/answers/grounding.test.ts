import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDecisionParameters, tokenTexts } from '@frontdesk/answers';
import type { NewGenerationInput } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { groundedAnswer } from './grounding.ts';

const dir = await mkdtemp(join(tmpdir(), 'grounding-test-'));
const model = await writeTinyModel(dir);
const tokenizer = loadTokenizer(model);
await rm(dir, { recursive: true });
const { architecture, eosTokenIds: stopIds } = model.manifest;
const tokens = tokenTexts(architecture.vocabSize, (ids) => tokenizer.decode(ids));
const idOf = (digit: string) => tokenizer.encodeText(digit)[0] ?? -1;

/** An answer in mode phrase of a model whose prompt says 7 and 3. */
function answerSaying(alsoSaid: string[] | null) {
  const grounding = { ...{ siteName: 'Fernway', language: null, replyListHash: '', passages: [] }, alsoSaid };
  const promptIds = tokenizer.encodeText('It costs 7 euros. What are 3 of them?');
  const input = { mode: 'phrase', grounding, promptIds, maxTokens: 100 } as unknown as NewGenerationInput;
  const answer = groundedAnswer(input, { tokenizer, tokens, stopIds, parameters: defaultDecisionParameters });
  if (!answer) throw new Error('not grounded');
  return answer;
}

it('says no number that stands only in what was answered before', () => {
  const mayFollow = (digit: string, alsoSaid: string[] | null) => {
    const { allowedNext, accepts } = answerSaying(alsoSaid).request;
    const allowed = allowedNext?.(tokenizer.encodeText('They are '));
    return allowed ? allowed.includes(idOf(digit)) : accepts?.(idOf(digit));
  };
  const alsoSaid = ['What are 3 of them?'];
  expect([mayFollow('3', alsoSaid), mayFollow('7', alsoSaid)]).toEqual([true, false]);
  // As before, for answers that were begun so.
  expect(mayFollow('7', null)).toBe(true);
});

it('wants a person after an answer in doubt that was cut off before it could offer one', () => {
  const answer = answerSaying(['What are 3 of them?']);
  const ids = tokenizer.encodeText('They are ');
  answer.request.allowedNext?.(ids);
  expect(answer.record(ids, { repeatedItself: false })).toMatchObject({ guarded: false, handOver: null });
  answer.request.accepts?.(idOf('7'));
  expect(answer.record(ids, { repeatedItself: false })).toMatchObject({
    ...{ guarded: true, handOver: 'not-known' },
    said: { kind: 'phrase', handsOver: true },
  });
});

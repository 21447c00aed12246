import type { AnswerUsage } from '@frontdesk/database';
import { chatCompletion, chatCompletionChunk } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { completionHead, toChunk, toCompletion, toLastChunk, toUsageChunk } from './chat-completion.ts';

const head = completionHead('g1', new Date('2026-01-01T00:00:01.900Z'));
const usage: AnswerUsage = {
  ...{ finishReason: 'length', promptTokens: 391, generatedTokens: 58 },
  modelHash: '0123456789abcdef',
};

test('an answer is named after its generation and the second it was asked for', () => {
  expect(head).toEqual({ id: 'chatcmpl-g1', created: 1_767_225_601, model: 'frontdesk' });
});

test('a whole answer', () => {
  const completion = toCompletion(head, 'Yes.', usage);
  expect(chatCompletion.parse(completion)).toEqual(completion);
  expect(completion).toMatchObject({
    choices: [{ message: { content: 'Yes.' }, finish_reason: 'length' }],
    usage: { prompt_tokens: 391, completion_tokens: 58, total_tokens: 449 },
    system_fingerprint: 'fp_0123456789ab',
  });
  expect(toCompletion(head, 'Yes.', { ...usage, modelHash: null }).system_fingerprint).toBeNull();
});

test('a streamed answer', () => {
  const chunks = [toChunk(head, { content: 'Yes.' }), toLastChunk(head, usage), toUsageChunk(head, usage)];
  for (const chunk of chunks) expect(chatCompletionChunk.parse(chunk)).toEqual(chunk);
  expect(chunks.map(({ choices }) => choices.map((choice) => choice.finish_reason))).toEqual([[null], ['length'], []]);
});

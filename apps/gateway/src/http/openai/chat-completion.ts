import type { AnswerUsage } from '@frontdesk/database';
import {
  assistantModel,
  type ChatCompletion,
  type ChatCompletionChunk,
  type CompletionUsage,
} from '@frontdesk/protocol';

/** What every piece of an answer begins with. */
export interface CompletionHead {
  id: string;
  created: number;
  model: string;
}

/** A hash's beginning is enough to see whether it is another one. */
const fingerprintChars = 12;

export function completionHead(generationId: string, receivedAt: Date): CompletionHead {
  return {
    id: `chatcmpl-${generationId}`,
    created: Math.floor(receivedAt.getTime() / 1000),
    model: assistantModel,
  };
}

/** A finished answer as one body. */
export function toCompletion(head: CompletionHead, text: string, usage: AnswerUsage): ChatCompletion {
  return {
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null },
        logprobs: null,
        finish_reason: usage.finishReason,
      },
    ],
    usage: toUsage(usage),
    system_fingerprint: fingerprintOf(usage),
  };
}

/** A piece of an answer that is being made. */
export function toChunk(
  head: CompletionHead,
  delta: ChatCompletionChunk['choices'][number]['delta'],
): ChatCompletionChunk {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
    system_fingerprint: null,
  };
}

/** The chunk that says why the answer ended. */
export function toLastChunk(head: CompletionHead, usage: AnswerUsage): ChatCompletionChunk {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: usage.finishReason }],
    system_fingerprint: fingerprintOf(usage),
  };
}

/** The chunk that says what the answer took, after its last. */
export function toUsageChunk(head: CompletionHead, usage: AnswerUsage): ChatCompletionChunk {
  return {
    ...head,
    object: 'chat.completion.chunk',
    choices: [],
    usage: toUsage(usage),
    system_fingerprint: fingerprintOf(usage),
  };
}

function toUsage({ promptTokens, generatedTokens }: AnswerUsage): CompletionUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: generatedTokens,
    total_tokens: promptTokens + generatedTokens,
  };
}

function fingerprintOf({ modelHash }: AnswerUsage): string | null {
  return modelHash === null ? null : `fp_${modelHash.slice(0, fingerprintChars)}`;
}

import * as z from 'zod/mini';

/**
 * The one model of `POST /v1/chat/completions` and `GET /v1/models`: the site's assistant as a whole. Callers can't choose
 * among language models, and which one answers is the least part of it: what the site knows decides what is said.
 */
export const assistantModel = 'frontdesk';

/** A message as OpenAI's API has it, as far as it is text. Other fields of it are ignored. */
export const completionMessage = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  /** A text, or parts of one, which are joined by line ends. */
  content: z.union([z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() }))]),
});
export type CompletionMessage = z.infer<typeof completionMessage>;

/** `POST /v1/chat/completions`, in the shape of OpenAI's API. Fields that are not named here are ignored. */
export const chatCompletionRequest = z.object({
  /** {@link assistantModel}. */
  model: z.string(),
  /** At most `completionLimits.messages`. The last one is a user's: the question. */
  messages: z.array(completionMessage),
  /** True: server-sent events ({@link chatCompletionChunk}, then `[DONE]`) instead of one JSON body. */
  stream: z.optional(z.nullable(z.boolean())),
  stream_options: z.optional(
    z.nullable(
      z.object({
        /** True: the last chunk carries {@link completionUsage}. */
        include_usage: z.optional(z.nullable(z.boolean())),
      }),
    ),
  ),
});

/** Tokens of the model; all 0 where the answer cache had the answer. */
export const completionUsage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});
export type CompletionUsage = z.infer<typeof completionUsage>;

const finishReason = z.enum(['stop', 'length']);

/** `fp_` and the beginning of the language model's hash: it changes when another model answers. */
const systemFingerprint = z.nullable(z.string());

export const chatCompletion = z.object({
  /** `chatcmpl-` and the generation's id. */
  id: z.string(),
  object: z.literal('chat.completion'),
  /** When the request was received, in seconds since 1970. */
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: finishReason,
    }),
  ),
  usage: completionUsage,
  system_fingerprint: systemFingerprint,
});
export type ChatCompletion = z.infer<typeof chatCompletion>;

/** One event of a streamed answer: its role, then its words, then why it ended, then, if asked for, its usage. */
export const chatCompletionChunk = z.object({
  /** `id`, `created` and `model` are the same in all chunks of an answer. */
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  created: z.int(),
  model: z.string(),
  /** Empty in the chunk that carries the usage. */
  choices: z.array(
    z.object({
      index: z.int(),
      delta: z.object({ role: z.optional(z.literal('assistant')), content: z.optional(z.string()) }),
      logprobs: z.null(),
      finish_reason: z.nullable(finishReason),
    }),
  ),
  /** Only if asked for: null in all chunks but the last. */
  usage: z.optional(z.nullable(completionUsage)),
  /** Null while the answer is being made. */
  system_fingerprint: systemFingerprint,
});
export type ChatCompletionChunk = z.infer<typeof chatCompletionChunk>;

/** One of `GET /v1/models`. */
export const servedModel = z.object({
  id: z.string(),
  object: z.literal('model'),
  /** Since when it is served without a break, in seconds since 1970. */
  created: z.int(),
  owned_by: z.string(),
});
export type ServedModel = z.infer<typeof servedModel>;

/** How that API says what went wrong. */
export const openAiError = z.object({
  message: z.string(),
  type: z.string(),
  /** The field that is meant, as `messages[2].content`. */
  param: z.nullable(z.string()),
  code: z.nullable(z.string()),
});
export type OpenAiError = z.infer<typeof openAiError>;

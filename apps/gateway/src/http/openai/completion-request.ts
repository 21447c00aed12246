import type { EarlierMessage } from '@frontdesk/database';
import {
  assistantModel,
  CodedError,
  type CompletionMessage,
  chatCompletionRequest,
  completionLimits,
  limits,
} from '@frontdesk/protocol';
import type { z } from 'zod/mini';
import { checkEarlierText, checkMessageText, checkSystemText } from '../../messages/message-text.ts';
import { ParameterError } from './parameter-error.ts';
import { isRecord, refuseUnsupported } from './unsupported-parameters.ts';

/** What a request of `POST /v1/chat/completions` means here. */
export interface CompletionQuestion {
  text: string;
  /** Its system messages, joined: in place of the site's prompt. */
  systemText: string | undefined;
  /** Its other messages before the question, oldest first; blank ones are left out. */
  earlier: EarlierMessage[];
  stream: boolean;
  includeUsage: boolean;
}

/**
 * Reads a request: its last message is the question, those before it are a conversation that its caller tells.
 * @throws ParameterError what is wrong with it
 */
export function readCompletionRequest(body: unknown): CompletionQuestion {
  const { model, messages, stream, stream_options } = parse(body);
  if (model !== assistantModel) throw unknownModel();
  const last = messages.at(-1);
  if (last?.role !== 'user') {
    throw new ParameterError(last ? `messages[${messages.length - 1}].role` : 'messages', {
      message: 'The last message must be a user’s: it is what will be answered.',
      openAiCode: 'invalid_value',
    });
  }
  const before = messages.slice(0, -1);
  return {
    text: checked(`messages[${before.length}].content`, () => checkMessageText(textOf(last))),
    systemText: checked('messages', () => checkSystemText(before.filter(isSystem).map(textOf).join('\n\n'))),
    earlier: readEarlier(before),
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
  };
}

/** The only model there is has another name. */
export function unknownModel(): ParameterError {
  return new ParameterError('model', {
    code: 'not_found',
    openAiCode: 'model_not_found',
    message: `There is no such model. The one model here is "${assistantModel}".`,
  });
}

function parse(body: unknown): z.infer<typeof chatCompletionRequest> {
  if (!isRecord(body)) throw new CodedError('bad_request', { message: 'The body is no JSON object.' });
  // Before each of them is looked at.
  if (Array.isArray(body.messages) && body.messages.length > completionLimits.messages) {
    throw new ParameterError('messages', {
      message: `There are too many messages: ${body.messages.length} of at most ${completionLimits.messages}. Leave out the oldest.`,
      openAiCode: 'array_above_max_length',
    });
  }
  refuseUnsupported(body);
  const parsed = chatCompletionRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const param = toParam(parsed.error.issues[0]?.path ?? []);
  throw new ParameterError(param, {
    message: `This request could not be understood: ${param} is missing or not right.`,
    openAiCode: 'invalid_value',
    cause: parsed.error,
  });
}

function readEarlier(messages: readonly CompletionMessage[]): EarlierMessage[] {
  const earlier = messages.flatMap((message, index): EarlierMessage[] => {
    if (isSystem(message)) return [];
    const role = message.role === 'user' ? 'visitor' : 'assistant';
    // A visitor's may be looked up again with the question; an assistant's is not ours to shorten.
    const maxChars = role === 'visitor' ? limits.messageChars : completionLimits.earlierChars;
    const text = checked(`messages[${index}].content`, () => checkEarlierText(textOf(message), maxChars));
    return text === undefined ? [] : [{ role, text }];
  });
  const chars = earlier.reduce((sum, { text }) => sum + text.length, 0);
  if (chars > completionLimits.earlierChars) {
    throw new ParameterError('messages', {
      code: 'message_too_long',
      message: `The earlier messages are too long: ${chars} of at most ${completionLimits.earlierChars} characters. Leave out the oldest.`,
    });
  }
  return earlier;
}

const isSystem = ({ role }: CompletionMessage): boolean => role === 'system' || role === 'developer';

function textOf({ content }: CompletionMessage): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n');
}

/** Says of a text that is refused where it stood. */
function checked<Text>(param: string, check: () => Text): Text {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new ParameterError(param, { code: error.code, message: error.message });
  }
}

/** `['messages', 2, 'content']` as `messages[2].content`. */
function toParam(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

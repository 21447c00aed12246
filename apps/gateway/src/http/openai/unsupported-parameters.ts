import { ParameterError } from './parameter-error.ts';

/**
 * What OpenAI's API can be asked for that would have to be in the answer, and is not. Fields that only shape an answer
 * (`temperature`, `max_tokens`, `stop` ...) are the product's to decide and are ignored.
 */
const unsupported: { param: string; isAsked: (value: unknown) => boolean; message: string }[] = [
  { param: 'n', isAsked: (value) => value !== 1, message: 'There is one answer to a request: n must be 1.' },
  ...['tools', 'functions'].map((param) => ({
    ...{ param, isAsked: isNotEmpty },
    message: 'The assistant calls no tools: it answers from what the site knows.',
  })),
  {
    param: 'response_format',
    isAsked: (value) => !isRecord(value) || value.type !== 'text',
    message: 'Answers are text: response_format.type must be "text".',
  },
  {
    param: 'modalities',
    isAsked: (value) => !Array.isArray(value) || value.some((one) => one !== 'text'),
    message: 'Answers are text: modalities must be ["text"].',
  },
  { param: 'audio', isAsked: () => true, message: 'Answers are text: there is no audio.' },
  { param: 'logprobs', isAsked: (value) => value !== false, message: 'Log-probabilities are not given.' },
  { param: 'top_logprobs', isAsked: (value) => value !== 0, message: 'Log-probabilities are not given.' },
  { param: 'web_search_options', isAsked: () => true, message: 'The assistant does not search the web.' },
];

/**
 * Refuses a request that wants what there is not, by the names of its fields, before its types are looked at.
 * @throws ParameterError
 */
export function refuseUnsupported(body: Record<string, unknown>): void {
  for (const { param, isAsked, message } of unsupported) {
    const value = body[param];
    if (value !== undefined && value !== null && isAsked(value)) refuse(param, message);
  }
  const messages = Array.isArray(body.messages) ? body.messages : [];
  for (const [index, message] of messages.entries()) {
    if (isRecord(message)) refuseUnsupportedMessage(message, `messages[${index}]`);
  }
}

function refuseUnsupportedMessage({ role, content, ...message }: Record<string, unknown>, param: string): void {
  if (role === 'tool' || role === 'function') refuse(`${param}.role`, 'The assistant calls no tools: none can answer.');
  for (const name of ['tool_calls', 'function_call']) {
    if (message[name] != null && isNotEmpty(message[name])) {
      refuse(`${param}.${name}`, 'The assistant calls no tools: earlier calls mean nothing to it.');
    }
  }
  if (!Array.isArray(content)) return;
  const place = content.findIndex((part) => isRecord(part) && typeof part.type === 'string' && part.type !== 'text');
  if (place >= 0) refuse(`${param}.content[${place}].type`, 'Messages are text: only parts of type "text" are taken.');
}

function refuse(param: string, message: string): never {
  throw new ParameterError(param, { message, openAiCode: 'unsupported_parameter' });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNotEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length > 0;
}

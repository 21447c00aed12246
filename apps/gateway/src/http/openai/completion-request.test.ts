import { completionLimits, limits } from '@frontdesk/protocol';
import { describe, expect, test } from 'vitest';
import { readCompletionRequest } from './completion-request.ts';

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const read = (fields: object) => readCompletionRequest({ model: 'frontdesk', messages: [user('Hello')], ...fields });

/** What `readCompletionRequest` says of a request. */
function refusalOf(fields: object): unknown {
  try {
    return read(fields);
  } catch (error) {
    return error;
  }
}

describe('what is taken', () => {
  test('the last message is the question', () => {
    expect(read({})).toEqual({
      ...{ text: 'Hello', systemText: undefined, earlier: [] },
      ...{ stream: false, includeUsage: false },
    });
  });

  test('others are what was said before, system messages one text, blank ones nothing', () => {
    const messages = [
      { role: 'system', content: 'One.' },
      user(' Hi\r\n'),
      { role: 'developer', content: 'Two.' },
      assistant('  '),
      assistant([
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ]),
      user('So?'),
    ];
    expect(read({ messages })).toMatchObject({
      text: 'So?',
      systemText: 'One.\n\nTwo.',
      earlier: [
        { role: 'visitor', text: 'Hi' },
        { role: 'assistant', text: 'a\nb' },
      ],
    });
  });

  test.each<[string, object]>([
    ['sampling', { temperature: 'hot', top_p: 2, max_tokens: -1, max_completion_tokens: 5, stop: ['x'], seed: 1 }],
    ['what names the caller', { user: 'u', metadata: { a: 'b' }, store: true, service_tier: 'auto' }],
    ['what is unknown', { new_field: { deep: [1] } }],
    ['what is null', { n: null, tools: null, response_format: null, stream: null, stream_options: null, audio: null }],
    ['what asks for nothing more', { n: 1, tools: [], logprobs: false, top_logprobs: 0, tool_choice: 'none' }],
    ['text as the format', { response_format: { type: 'text' }, modalities: ['text'] }],
  ])('%s is no reason to refuse', (_, fields) => {
    expect(read(fields)).toEqual(read({}));
  });

  test('an answer as that API gave it may be sent back whole', () => {
    const answer = { ...assistant('Hi.'), refusal: null, annotations: [], tool_calls: [], audio: null };
    expect(read({ messages: [user('Hello'), answer, user('So?')] }).earlier).toHaveLength(2);
  });

  test('streams with their usage', () => {
    expect(read({ stream: true, stream_options: { include_usage: true } })).toMatchObject({
      ...{ stream: true, includeUsage: true },
    });
  });

  test('as much as there may be', () => {
    const longest = assistant('a'.repeat(completionLimits.earlierChars));
    expect(read({ messages: [longest, user('a'.repeat(limits.messageChars))] }).earlier).toHaveLength(1);
    const most = Array(completionLimits.messages).fill(user('Hi'));
    expect(read({ messages: most }).earlier).toHaveLength(completionLimits.messages - 1);
  });
});

describe('what is refused, by its place', () => {
  test.each<[string, object, string, string | undefined]>([
    ['a message that is none', { messages: [7] }, 'messages[0]', 'invalid_value'],
    ['messages that are none', { messages: 'Hello' }, 'messages', 'invalid_value'],
    ['an unknown role', { messages: [{ role: 'owner', content: 'Hi' }] }, 'messages[0].role', 'invalid_value'],
    ['no content', { messages: [user(undefined)] }, 'messages[0].content', 'invalid_value'],
    ['a part without text', { messages: [user([{ type: 'text' }])] }, 'messages[0].content', 'invalid_value'],
    ['a stream that is none', { stream: 'yes' }, 'stream', 'invalid_value'],
    [
      'an earlier question that is too long',
      { messages: [user('a'.repeat(4_001)), user('Hi')] },
      'messages[0].content',
      undefined,
    ],
    ['a broken earlier answer', { messages: [assistant('\ud83d'), user('Hi')] }, 'messages[0].content', undefined],
    [
      'a tool’s message',
      { messages: [{ role: 'tool', content: '1' }, user('Hi')] },
      'messages[0].role',
      'unsupported_parameter',
    ],
    [
      'a call of a tool',
      { messages: [{ ...assistant(null), tool_calls: [{}] }, user('Hi')] },
      'messages[0].tool_calls',
      'unsupported_parameter',
    ],
    [
      'an image behind a text',
      { messages: [user([{ type: 'text', text: 'a' }, { type: 'image_url' }])] },
      'messages[0].content[1].type',
      'unsupported_parameter',
    ],
    ['a file', { messages: [user([{ type: 'file' }])] }, 'messages[0].content[0].type', 'unsupported_parameter'],
    ['no answer', { n: 0 }, 'n', 'unsupported_parameter'],
    ['functions', { functions: [{}] }, 'functions', 'unsupported_parameter'],
    ['a schema', { response_format: { type: 'json_schema' } }, 'response_format', 'unsupported_parameter'],
    ['log-probabilities', { logprobs: true }, 'logprobs', 'unsupported_parameter'],
    ['the web', { web_search_options: {} }, 'web_search_options', 'unsupported_parameter'],
  ])('%s', (_, fields, param, openAiCode) => {
    expect(refusalOf(fields)).toMatchObject({ name: 'CodedError', param, openAiCode });
  });

  test('never by what was in it', () => {
    const { message } = refusalOf({ model: 'secret', messages: [user('Hi')] }) as Error;
    expect(message).not.toContain('secret');
  });
});

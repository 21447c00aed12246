/** What each field of `POST /v1/chat/completions` is for; types come from the schema. */
export const completionDescriptions: Record<string, string> = {
  model: 'Always frontdesk: the site’s assistant.',
  messages: 'The last one is a user’s: the question. Those before it are what was said before.',
  'messages[].role':
    'system and developer: what the bot is and knows, in place of the site’s prompt. Leave them out to be answered with that.',
  'messages[].content': 'Text, or parts of type text.',
  stream: 'True: server-sent events, ended by [DONE].',
  stream_options: 'include_usage: true adds a last chunk with the tokens used.',
};

export const completionLimitDescriptions = {
  messages: { label: 'Messages of a chat completion', unit: 'messages' },
  earlierChars: { label: 'Its earlier messages together', unit: 'characters' },
  requestBytes: { label: 'Largest request for one', unit: 'bytes' },
} as const;

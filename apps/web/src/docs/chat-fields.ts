import type { ChatRequest } from '@frontdesk/protocol';

/** What each field of a request is for. The compiler sees a missing one; types and limits come from the schema. */
export const requestDescriptions: Record<keyof ChatRequest, string> = {
  siteKey: 'Asks as an anonymous visitor of this site. Send either this or apiKey.',
  apiKey:
    'Asks as the site’s own server, which may name any conversation of the site. It may come in the header Authorization instead, as “Bearer fd_…”. Keep it secret: never in a page.',
  visitorToken:
    'Only with siteKey: from the answer before, so that the same visitor asks again. Needed to go on with a conversation.',
  conversationId: 'Goes on with this conversation. Without it, a new one begins.',
  clientMessageId:
    'Made by you. The same id with the same text is, with an API key or from the same visitor, the same message: it is stored once and answered once. An answer that failed or expired stays so: to ask again, send another id, with the conversationId if you have it.',
  message: 'The question, as plain text.',
  system:
    'Only with apiKey: what the bot is and knows for this answer, in place of the site’s prompt. Its sentences may be quoted.',
  stream: 'True: server-sent events, words as they are made. False or missing: one JSON body at the end.',
};

export const responseDescriptions: Record<string, string> = {
  conversationId: 'Send it with the next message of the same conversation.',
  messageId: 'The stored question.',
  generationId: 'The making of this answer.',
  'answer.id': 'The stored answer.',
  'answer.text': 'Markdown. Treat it as untrusted: render it without raw HTML.',
  sources: 'What the answer was taken from.',
  'sources[].id': 'The passage.',
  'sources[].title': 'Its title.',
  'sources[].url': 'Where it can be read, if anywhere.',
  'timings.gatewayMs': 'Receipt until the message was stored and its job added.',
  'timings.queueMs': 'Waiting for a worker.',
  'timings.prefillMs': 'Reading the prompt.',
  'timings.firstTokenMs': 'From there to the first text.',
  'timings.gatewayTtftMs': 'Receipt until the first words left the gateway.',
  'timings.clientTtftMs': 'As a chat client measured it; null over HTTP.',
  'timings.totalMs': 'Receipt until the answer was finished.',
  'timings.promptTokens': 'Length of the prompt; 0 where the model had nothing to choose.',
  'timings.generatedTokens': 'Length of the answer.',
  'timings.tokensPerSecond': 'Speed of the answer.',
  'timings.cached': 'Whether the words were kept from an earlier answer to the same question.',
  visitorToken: 'Only with siteKey: send it with the next message.',
};

export const streamDescriptions: Record<string, string> = {
  accepted: 'The message is stored. An answer will follow.',
  text: 'New words. `position` is where they go on in the answer, in UTF-16 units.',
  done: 'The answer is finished. The data is the whole JSON answer.',
  error: 'There will be no more. The code is one of those below.',
};

export const limitDescriptions = {
  messageChars: { label: 'Longest message', unit: 'characters' },
  systemChars: { label: 'Longest system text', unit: 'characters' },
  requestBytes: { label: 'Largest request', unit: 'bytes' },
  siteKeyChars: { label: 'Longest site key', unit: 'characters' },
  tokenChars: { label: 'Longest token or API key', unit: 'characters' },
  externalIdChars: { label: 'Longest name by which your server calls a customer (sub)', unit: 'characters' },
  nameChars: { label: 'Longest name of a customer', unit: 'characters' },
  emailChars: { label: 'Longest e-mail address of a customer', unit: 'characters' },
  eventsPerPage: { label: 'Events in one page of a conversation', unit: 'events' },
  conversationsPerPage: { label: 'Conversations in one page of the admin’s list', unit: 'conversations' },
} as const;

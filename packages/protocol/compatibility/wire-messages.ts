import * as z from 'zod/mini';
import {
  type AcceptedMessage,
  agentHandshake,
  agentRequests,
  attachment,
  attachmentAddress,
  attention,
  chatCompletion,
  chatCompletionChunk,
  chatCompletionRequest,
  chatRequest,
  chatResponse,
  chatStreamEvents,
  conversationEvent,
  conversationReference,
  generationJob,
  generationSnapshot,
  generationState,
  generationText,
  importJob,
  lookUpJob,
  lookUpResult,
  type Message,
  notice,
  type OpenedConversation,
  peopleThere,
  personTyping,
  queuePlace,
  type ReadGeneration,
  type RequestedPerson,
  ticketRequest,
  ticketResponse,
  type VisitorConversations,
  type VisitorDetails,
  visitorHandshake,
  visitorRequests,
  visitorTokenRequest,
  visitorTokenResponse,
  type WidgetSettings,
  wireError,
} from '../src/index.ts';

/** A message that crosses from one process to another, which may be of the version before or of the next one. */
export interface WireMessage {
  schema: z.ZodMiniType;
  /** One of each kind, with all its fields, and one without those that may be left out. */
  examples: readonly unknown[];
  /**
   * The field that tells kinds apart, of which a reader leaves out those that it does not know: a new kind is no break
   * then.
   */
  openKind?: 'kind' | 'type';
}

const message = <Schema extends z.ZodMiniType>(
  schema: Schema,
  examples: readonly [z.input<Schema>, ...z.input<Schema>[]],
  openKind?: 'kind' | 'type',
): WireMessage => ({ schema, examples, ...(openKind && { openKind }) });

const id = (last: number) => `0190a6c0-0000-7000-8000-${String(last).padStart(12, '0')}`;
const at = '2026-01-02T03:04:05.678Z';
const address = { siteId: id(1), conversationId: id(2) };
const place = { conversationId: id(2), seq: 7, at };
const question: Message = {
  id: id(3),
  role: 'visitor',
  text: 'Do you ship to Norway?',
  clientMessageId: id(4),
  generationId: null,
  createdAt: at,
};
const picture = { id: id(11), name: 'cracked pot.jpg', type: 'image/jpeg', bytes: 240_000 };
const shipping = { id: id(7), title: 'Shipping', url: 'https://shop.example/shipping' };
const sources = [shipping, { id: id(8), title: 'Customs', url: null }];
const answer: Message = {
  id: id(5),
  role: 'assistant',
  text: 'We do.',
  clientMessageId: null,
  generationId: id(6),
  createdAt: at,
  sources,
};
const ada = { id: 'user-1', name: 'Ada' };
const reply: Message = {
  ...{ id: id(12), role: 'agent', text: 'I will look into it.', clientMessageId: id(13), generationId: null },
  ...{ createdAt: at, author: { name: 'Ada' } },
};
const timings = {
  ...{ gatewayMs: 4, queueMs: 2, prefillMs: 90.5, firstTokenMs: 7, gatewayTtftMs: 110, clientTtftMs: null },
  ...{ totalMs: 400, promptTokens: 380, generatedTokens: 12, tokensPerSecond: 41.5, cached: false },
};
const accepted = { conversationId: id(2), messageId: id(3), generationId: id(6) };
const chatAnswer = { ...accepted, answer: { id: id(5), text: 'We do.' }, sources, timings };
const ticket = { ticket: 'header.claims.signature', expiresAt: at };
const site = { siteKey: 'demo', name: 'Fernway', greeting: 'Hello', colour: '#1f7a4d', suggestions: [question.text] };
const settings: WidgetSettings = {
  ...{ position: 'left', offsetX: 24, offsetY: 16, colourScheme: 'dark', zIndex: 1_000 },
  ...{ launcherIcon: 'question', launcherText: 'Help', locale: 'pt-BR', greetingDelay: 5 },
  preChat: { name: 'optional', email: 'required' },
};
const texts = { open: 'Open chat', close: 'Close chat', dismiss: 'Dismiss', frame: 'Chat with Fernway' };
const usage = { prompt_tokens: 380, completion_tokens: 12, total_tokens: 392 };

// What acknowledgements carry is not parsed by clients, which are ours: the fields that they read.
const openedConversation: z.ZodMiniType<OpenedConversation> = z.object({
  conversationId: z.string(),
  events: z.array(conversationEvent),
  lastSeq: z.int(),
  running: z.array(generationSnapshot),
});
const acceptedMessage: z.ZodMiniType<AcceptedMessage, AcceptedMessage> = z.object({
  ...{ conversationId: z.string(), messageId: z.string(), generationId: z.string() },
  ...{ seq: z.int(), duplicate: z.boolean() },
});
const requestedPerson: z.ZodMiniType<RequestedPerson, RequestedPerson> = z.extend(peopleThere, {
  conversationId: z.string(),
});
const visitorDetails: z.ZodMiniType<VisitorDetails, VisitorDetails> = z.object({
  ...{ identified: z.boolean(), name: z.nullable(z.string()), email: z.nullable(z.string()) },
});
const visitorConversations: z.ZodMiniType<VisitorConversations, VisitorConversations> = z.object({
  conversations: z.array(
    z.object({
      ...{ conversationId: z.string(), firstText: z.string(), lastActivityAt: z.string() },
      unread: z.int(),
    }),
  ),
  more: z.boolean(),
});
const readGeneration: z.ZodMiniType<ReadGeneration, ReadGeneration> = z.object({
  ...{ generationId: z.string(), state: generationState, position: z.int(), text: z.string() },
});

/** All of them, by name. */
export const wireMessages: Record<string, WireMessage> = {
  generationJob: message(generationJob, [{ generationId: id(6), epoch: 2 }]),
  importJob: message(importJob, [{ sourceId: id(9), epoch: 1 }]),
  lookUpJob: message(lookUpJob, [{ siteId: id(1), question: question.text }]),
  lookUpResult: message(lookUpResult, [
    {
      passages: [{ ...shipping, score: 0.71, sentences: [{ text: 'We ship to Norway.', score: 0.68 }] }],
    },
  ]),
  notice: message(
    notice,
    [
      { ...address, kind: 'words', generationId: id(6), position: 0, text: 'We do.' },
      { ...address, kind: 'words', generationId: id(6), position: 6, text: null },
      { ...address, kind: 'event', seq: 7 },
      { ...address, kind: 'begun', visitorId: id(10) },
      { ...address, kind: 'deleted', visitorId: id(10) },
      { ...address, kind: 'forget' },
      { ...address, kind: 'forget', receiptId: id(11) },
      { ...address, kind: 'stop', generationId: id(6) },
      { kind: 'published', siteId: id(1) },
      { ...address, kind: 'attention', agent: ada, doing: 'looking', arrived: true },
      { ...address, kind: 'attention', agent: null, doing: 'typing' },
      { kind: 'people', siteId: id(1) },
      { kind: 'removed', siteId: id(1) },
      { kind: 'moved', visitorId: id(10) },
      { kind: 'access', userId: 'user-1' },
    ],
    'kind',
  ),
  conversationEvent: message(
    conversationEvent,
    [
      { ...place, type: 'message:created', message: question },
      { ...place, type: 'message:created', message: { ...question, attachments: [picture] } },
      { ...place, type: 'message:superseded', messageId: id(3), byMessageId: id(11) },
      { ...place, type: 'generation:queued', generationId: id(6), questionMessageId: id(3) },
      { ...place, type: 'generation:done', generationId: id(6), message: answer },
      {
        ...{ ...place, type: 'generation:ended', generationId: id(6), state: 'failed' },
        ...{ error: { code: 'generation_failed', message: 'The answer could not be finished.' }, message: null },
      },
      {
        ...{ ...place, type: 'generation:ended', generationId: id(6), state: 'cancelled' },
        ...{ error: { code: 'generation_cancelled', message: 'This answer was stopped.' }, message: answer },
      },
      { ...place, type: 'conversation:handed-over', generationId: id(6), reason: 'not-known' },
      { ...place, type: 'conversation:person-requested' },
      { ...place, type: 'conversation:contact-left', email: 'ann@example.org' },
      { ...place, type: 'generation:rated', generationId: id(6), thumb: 'down', comment: 'That is the old price.' },
      { ...place, type: 'generation:rated', generationId: id(6), thumb: null, comment: null },
      { ...place, type: 'conversation:solved', solved: true, by: 'bot' },
      { ...place, type: 'conversation:rated', score: 4, comment: null },
      { ...place, type: 'message:created', message: reply },
      { ...place, type: 'conversation:taken-over', by: { name: 'Ada' } },
      { ...place, type: 'conversation:handed-back', by: { name: 'Ada' } },
      { ...place, type: 'conversation:released', from: { name: 'Ada' } },
      { ...place, type: 'conversation:resolved', by: { name: 'Ada' } },
      { ...place, type: 'conversation:reopened', by: null },
      { ...place, type: 'conversation:snoozed', by: ada, until: at },
      { ...place, type: 'conversation:assigned', by: null, assignee: ada },
      { ...place, type: 'conversation:tagged', by: ada, tags: ['refund'] },
      { ...place, type: 'note:created', note: { id: id(11), text: 'Knows us well.', author: ada } },
      { ...place, type: 'note:deleted', noteId: id(11), by: ada },
      { ...place, type: 'reply:mailed', email: 'ann@example.org', sent: true },
      { ...place, type: 'reply:mailed', email: 'ann@example.org', sent: false, limit: 'site' },
      { ...place, type: 'visitor:blocked', by: ada, blocked: true },
    ],
    'type',
  ),
  attention: message(attention, [
    { conversationId: id(2), agent: ada, doing: 'noting' },
    { conversationId: id(2), agent: null, doing: 'typing' },
  ]),
  personTyping: message(personTyping, [{ conversationId: id(2), name: 'Ada', typing: true }]),
  conversationReference: message(conversationReference, [{ conversationId: id(2) }]),
  visitorConversations: message(visitorConversations, [
    {
      conversations: [{ conversationId: id(2), firstText: question.text, lastActivityAt: at, unread: 1 }],
      more: false,
    },
  ]),
  generationText: message(generationText, [
    { conversationId: id(2), generationId: id(6), position: 6, text: ' Within a week.' },
  ]),
  queuePlace: message(queuePlace, [
    { conversationId: id(2), generationId: id(6), place: 3, expectedWaitMs: 1_800 },
    { conversationId: id(2), generationId: id(6), place: 1, expectedWaitMs: null },
  ]),
  wireError: message(wireError, [
    { code: 'busy', message: 'Many people are asking right now.', retryAfterMs: 4_000 },
    { code: 'internal', message: 'Something went wrong. Please try again.' },
  ]),
  openedConversation: message(openedConversation, [
    {
      conversationId: id(2),
      events: [{ ...place, type: 'message:created', message: question }],
      lastSeq: 8,
      running: [{ generationId: id(6), state: 'running', text: 'We' }],
    },
  ]),
  acceptedMessage: message(acceptedMessage, [{ ...accepted, seq: 7, duplicate: false }]),
  visitorDetails: message(visitorDetails, [
    { identified: true, name: 'Ann', email: 'ann@example.org' },
    { identified: false, name: null, email: null },
  ]),
  requestedPerson: message(requestedPerson, [
    { conversationId: id(2), available: false, backAt: at },
    { conversationId: id(2), available: true },
  ]),
  peopleThere: message(peopleThere, [
    { available: false, backAt: at },
    { available: true, backAt: null },
  ]),
  readGeneration: message(readGeneration, [{ generationId: id(6), state: 'done', position: 2, text: ' do.' }]),

  visitorHandshake: message(visitorHandshake, [
    { siteKey: 'demo', visitorToken: 'header.claims.signature', page: 'https://shop.example/ferns' },
    { siteKey: 'demo', visitorToken: 'header.claims.signature' },
  ]),
  'conversation:open': message(visitorRequests['conversation:open'], [{ conversationId: id(2), afterSeq: 7 }, {}]),
  'message:send': message(visitorRequests['message:send'], [
    { clientMessageId: id(4), conversationId: id(2), text: question.text, supersedes: id(11) },
    { clientMessageId: id(4), text: question.text },
    { clientMessageId: id(4), text: '', attachmentIds: [picture.id] },
  ]),
  'conversations:mine': message(visitorRequests['conversations:mine'], [{ before: at }, {}]),
  'conversation:read': message(visitorRequests['conversation:read'], [{ conversationId: id(2), seq: 7 }]),
  'conversation:typing': message(visitorRequests['conversation:typing'], [{ conversationId: id(2), typing: true }]),
  'conversation:delete': message(visitorRequests['conversation:delete'], [{ conversationId: id(2) }]),
  'generation:read': message(visitorRequests['generation:read'], [{ generationId: id(6), position: 2 }]),
  'generation:stop': message(visitorRequests['generation:stop'], [{ generationId: id(6) }]),
  'generation:first-words': message(visitorRequests['generation:first-words'], [
    { generationId: id(6), ttftMs: 233.4 },
  ]),
  'visitor:read': message(visitorRequests['visitor:read'], [{}]),
  'visitor:introduce': message(visitorRequests['visitor:introduce'], [{ name: 'Ann', email: 'ann@example.org' }, {}]),
  'generation:rate': message(visitorRequests['generation:rate'], [
    { generationId: id(6), thumb: 'down', comment: 'That is the old price.' },
    { generationId: id(6), thumb: null },
  ]),
  'conversation:solved': message(visitorRequests['conversation:solved'], [{ conversationId: id(2), solved: true }]),
  'conversation:rate': message(visitorRequests['conversation:rate'], [
    { conversationId: id(2), score: 4, comment: 'Quick!' },
    { conversationId: id(2), score: 4 },
  ]),
  'person:request': message(visitorRequests['person:request'], [{ conversationId: id(2) }, {}]),
  'person:available': message(visitorRequests['person:available'], [{}]),
  'contact:leave': message(visitorRequests['contact:leave'], [{ conversationId: id(2), email: 'ann@example.org' }]),
  agentHandshake: message(agentHandshake, [{ siteId: id(1), idle: true }, { siteId: id(1) }, {}]),
  'conversations:list': message(agentRequests['conversations:list'], [
    { before: at, beforeId: id(2), view: 'mine', search: 'parcel' },
    { sort: 'waiting', tag: 'refund', assigneeId: 'user-1', unread: true },
    { sort: 'oldest', assigneeId: null },
    { view: 'snoozed', before: at, beforeId: id(2), waking: { after: at } },
    { view: 'snoozed', waking: {} },
    {},
  ]),
  'agent:away': message(agentRequests['agent:away'], [{ away: true }]),
  'agent:idle': message(agentRequests['agent:idle'], [{ idle: true }]),
  'conversations:overview': message(agentRequests['conversations:overview'], [{}]),
  'conversation:watch': message(agentRequests['conversation:watch'], [
    { conversationId: id(2), afterSeq: 7 },
    { conversationId: id(2) },
  ]),
  'conversation:typing, an agent’s': message(agentRequests['conversation:typing'], [
    { conversationId: id(2), into: 'reply' },
    { conversationId: id(2), into: null },
  ]),
  'conversation:unwatch': message(agentRequests['conversation:unwatch'], [{ conversationId: id(2) }]),
  'conversations:tags': message(agentRequests['conversations:tags'], [{}]),
  'conversation:seen': message(agentRequests['conversation:seen'], [{ conversationId: id(2), seq: 7 }]),
  'conversation:context': message(agentRequests['conversation:context'], [{ conversationId: id(2) }]),

  attachment: message(attachment, [picture]),
  attachmentAddress: message(attachmentAddress, [{ path: `/v1/attachments/${id(11)}?pass=a.b.c`, expiresAt: at }]),
  'conversation:take-over': message(agentRequests['conversation:take-over'], [{ conversationId: id(2) }]),
  'conversation:hand-back': message(agentRequests['conversation:hand-back'], [{ conversationId: id(2) }]),
  'conversation:reply': message(agentRequests['conversation:reply'], [
    { conversationId: id(2), clientMessageId: id(13), text: 'I will look into it.' },
    { conversationId: id(2), clientMessageId: id(13), text: '', attachmentIds: [picture.id] },
  ]),
  'conversation:note': message(agentRequests['conversation:note'], [
    { conversationId: id(2), noteId: id(11), text: 'Knows us well.' },
  ]),
  'conversation:delete-note': message(agentRequests['conversation:delete-note'], [
    { conversationId: id(2), noteId: id(11) },
  ]),
  'conversation:resolve': message(agentRequests['conversation:resolve'], [{ conversationId: id(2) }]),
  'conversation:reopen': message(agentRequests['conversation:reopen'], [
    { conversationId: id(2), to: 'with_person' },
    { conversationId: id(2) },
  ]),
  'conversation:snooze': message(agentRequests['conversation:snooze'], [{ conversationId: id(2), until: at }]),
  'conversation:assign': message(agentRequests['conversation:assign'], [
    { conversationId: id(2), assigneeId: 'user-1' },
    { conversationId: id(2), assigneeId: null },
  ]),
  'conversation:tag': message(agentRequests['conversation:tag'], [
    { conversationId: id(2), tags: ['refund'], before: ['vip'] },
    { conversationId: id(2), tags: ['refund'] },
  ]),
  'conversation:block': message(agentRequests['conversation:block'], [{ conversationId: id(2), blocked: true }]),
  'conversations:change': message(agentRequests['conversations:change'], [
    { conversationIds: [id(2), id(12)], change: { kind: 'resolve' } },
    { conversationIds: [id(2)], change: { kind: 'reopen', to: 'with_person' } },
    { conversationIds: [id(2)], change: { kind: 'snooze', until: at } },
    { conversationIds: [id(2)], change: { kind: 'assign', assigneeId: null } },
    { conversationIds: [id(2)], change: { kind: 'tag', tags: ['refund'], before: [] } },
    { conversationIds: [id(2)], change: { kind: 'take-over' } },
  ]),

  ticketRequest: message(ticketRequest, [
    { siteKey: 'demo' },
    { siteKey: 'demo', locale: 'pt-BR', languages: ['de', 'en-US'] },
  ]),
  ticketResponse: message(ticketResponse, [
    { ...ticket, externalId: 'customer-42', site: { ...site, settings, people: false }, texts },
    { ...ticket, resumed: true, site },
    { ...ticket, resumed: true, conversationId: id(2), site },
    { ...ticket, site },
  ]),
  visitorTokenRequest: message(visitorTokenRequest, [{ ticket: 'a.b.c', visitorToken: 'd.e.f' }, { ticket: 'a.b.c' }]),
  'ticketRequest, from a letter': message(ticketRequest, [{ siteKey: 'demo', resumeToken: 'a.b.c' }]),
  'ticketRequest, identified': message(ticketRequest, [{ siteKey: 'demo', identityToken: 'a.b.c' }]),
  visitorTokenResponse: message(visitorTokenResponse, [{ visitorToken: 'a.b.c', visitorId: id(10), expiresAt: at }]),
  chatRequest: message(chatRequest, [
    { siteKey: 'demo', visitorToken: 'a.b.c', conversationId: id(2), message: question.text, stream: true },
    { apiKey: 'fd_key', clientMessageId: id(4), message: question.text, system: 'You answer in one sentence.' },
    { siteKey: 'demo', message: question.text },
  ]),
  chatResponse: message(chatResponse, [{ ...chatAnswer, visitorToken: 'a.b.c' }, chatAnswer]),
  'stream accepted': message(chatStreamEvents.accepted, [{ ...accepted, visitorToken: 'a.b.c' }, accepted]),
  'stream text': message(chatStreamEvents.text, [{ position: 0, text: 'We do.' }]),
  'stream done': message(chatStreamEvents.done, [chatAnswer]),
  'stream error': message(chatStreamEvents.error, [
    { code: 'generation_failed', message: 'It could not be finished.' },
  ]),
  chatCompletionRequest: message(chatCompletionRequest, [
    {
      model: 'frontdesk',
      messages: [
        { role: 'system', content: 'You answer in one sentence.' },
        { role: 'user', content: [{ type: 'text', text: question.text }] },
      ],
      ...{ stream: true, stream_options: { include_usage: true } },
    },
    { model: 'frontdesk', messages: [{ role: 'user', content: question.text }] },
  ]),
  chatCompletion: message(chatCompletion, [
    {
      ...{ id: `chatcmpl-${id(6)}`, object: 'chat.completion', created: 1_767_323_045, model: 'frontdesk', usage },
      choices: [
        {
          ...{ index: 0, logprobs: null, finish_reason: 'stop' },
          message: { role: 'assistant', content: 'We do.', refusal: null },
        },
      ],
      system_fingerprint: 'fp_0123456789',
    },
  ]),
  chatCompletionChunk: message(chatCompletionChunk, [
    {
      ...{ id: `chatcmpl-${id(6)}`, object: 'chat.completion.chunk', created: 1_767_323_045, model: 'frontdesk' },
      choices: [{ index: 0, delta: { role: 'assistant', content: 'We' }, logprobs: null, finish_reason: null }],
      ...{ usage: null, system_fingerprint: null },
    },
    {
      ...{ id: `chatcmpl-${id(6)}`, object: 'chat.completion.chunk', created: 1_767_323_045, model: 'frontdesk' },
      ...{ choices: [], usage, system_fingerprint: 'fp_0123456789' },
    },
  ]),
};

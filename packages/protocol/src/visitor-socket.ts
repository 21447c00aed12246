import * as z from 'zod/mini';
import { attachmentIds } from './attachment.ts';
import type { PersonTyping } from './attention.ts';
import type { ConversationEvent } from './conversation-event.ts';
import type { WireError } from './error-code.ts';
import { type FeedbackToGateway, feedbackRequests, type PeopleThere } from './feedback.ts';
import type { GenerationSnapshot, GenerationState, GenerationText, QueuePlace } from './generation.ts';
import { limits } from './limits.ts';
import type { Ack } from './result.ts';
import { type VisitorDetailsToGateway, visitorDetailsRequests } from './visitor-details.ts';

/** Socket.IO namespace of customers. */
export const visitorNamespace = '/visitor';

export const siteKey = z.string().check(z.minLength(1), z.maxLength(limits.siteKeyChars), z.regex(/^[A-Za-z0-9_-]+$/));

/** Longest address of a page that a client may name; it cuts off what is longer. */
export const pageChars = 2_000;

/** The time that a page of a list is from before. The store has no year 0. */
export const pageTime = z.iso.datetime().check(z.regex(/^(?!0000)/));

/** A place in a conversation, as a client names it: the store has 32 bits for it. */
export const placeInLog = z.int32().check(z.nonnegative());

/** `auth` of the Socket.IO handshake. A refused handshake gives a `connect_error` whose `data` is a {@link WireError}. */
export const visitorHandshake = z.object({
  siteKey,
  visitorToken: z.string().check(z.minLength(1), z.maxLength(limits.tokenChars)),
  /** Where the chat is opened, for agents; a page that does not tell has none. */
  page: z.optional(z.string().check(z.maxLength(pageChars))),
});

/**
 * Client → gateway, by event name. The gateway parses every payload with these.
 */
export const visitorRequests = {
  /** Without an id: the visitor's newest conversation, if there is one. From then on its events and words arrive. */
  'conversation:open': z.object({
    conversationId: z.optional(z.uuid()),
    afterSeq: z.optional(placeInLog),
  }),
  /** Idempotent by `clientMessageId`; acknowledged after it is stored. Without a conversation, a new one is made. */
  'message:send': z.object({
    clientMessageId: z.uuid(),
    conversationId: z.optional(z.uuid()),
    /** May be empty where files come with it. */
    text: z.string(),
    attachmentIds: z.optional(attachmentIds),
    /** The visitor's last message there, in whose place this one stands: that one's answer is cancelled if it still runs. */
    supersedes: z.optional(z.uuid()),
  }),
  /** The visitor's conversations, newest activity first. `before` is the `lastActivityAt` of the last one of the page before. */
  'conversations:mine': z.object({ before: z.optional(pageTime) }),
  /** All up to `seq` was in the visitor's view. */
  'conversation:read': z.object({ conversationId: z.uuid(), seq: placeInLog }),
  /** The visitor types, or has stopped; told again every few seconds while it lasts. */
  'conversation:typing': z.object({ conversationId: z.uuid(), typing: z.boolean() }),
  /** Deletes the conversation and all that was made of it, for good. */
  'conversation:delete': z.object({ conversationId: z.uuid() }),
  /** All text from `position` on: for a client that saw a gap. */
  'generation:read': z.object({ generationId: z.uuid(), position: z.int().check(z.nonnegative()) }),
  /** The visitor wants no more of an answer; one that has ended stays as it is. */
  'generation:stop': z.object({ generationId: z.uuid() }),
  /** The TTFT that the client measured itself, from send to first non-blank text, in milliseconds. */
  'generation:first-words': z.object({
    generationId: z.uuid(),
    ttftMs: z.number().check(z.nonnegative(), z.maximum(600_000)),
  }),
  ...feedbackRequests,
  ...visitorDetailsRequests,
} as const;
type Request<Name extends keyof typeof visitorRequests> = z.infer<(typeof visitorRequests)[Name]>;

export interface OpenedConversation {
  conversationId: string;
  /** Events after `afterSeq`, oldest first, at most `limits.eventsPerPage`. */
  events: ConversationEvent[];
  /** The conversation's newest seq: when it is beyond the last of `events`, open again from there. */
  lastSeq: number;
  /** Answers in the making, with all text so far. */
  running: GenerationSnapshot[];
}
export interface AcceptedMessage {
  conversationId: string;
  messageId: string;
  /** Empty where a person has the conversation: nothing answers by itself. */
  generationId: string;
  seq: number;
  /** True when this client id was stored before: nothing was stored twice. */
  duplicate: boolean;
}
/** A conversation in the list of its visitor. */
export interface VisitorConversation {
  conversationId: string;
  /** Beginning of its first question, at most 140 characters, plain text. */
  firstText: string;
  lastActivityAt: string;
  /** Answers and messages of agents that were not in view yet. */
  unread: number;
}
export interface VisitorConversations {
  conversations: VisitorConversation[];
  more: boolean;
}
export interface ReadGeneration {
  generationId: string;
  state: GenerationState;
  position: number;
  text: string;
}

/** Names a conversation, for clients that may not follow it. */
export const conversationReference = z.object({ conversationId: z.uuid() });
export type ConversationReference = z.infer<typeof conversationReference>;

/** Typed for `Server<VisitorToGateway, GatewayToVisitor>` and for the client's `Socket<GatewayToVisitor, VisitorToGateway>`. */
export interface VisitorToGateway extends FeedbackToGateway, VisitorDetailsToGateway {
  'conversation:open': (request: Request<'conversation:open'>, ack: Ack<OpenedConversation | null>) => void;
  'message:send': (request: Request<'message:send'>, ack: Ack<AcceptedMessage>) => void;
  'conversations:mine': (request: Request<'conversations:mine'>, ack: Ack<VisitorConversations>) => void;
  'conversation:read': (request: Request<'conversation:read'>, ack: Ack<null>) => void;
  'conversation:typing': (request: Request<'conversation:typing'>, ack: Ack<null>) => void;
  'conversation:delete': (request: Request<'conversation:delete'>, ack: Ack<null>) => void;
  'generation:read': (request: Request<'generation:read'>, ack: Ack<ReadGeneration>) => void;
  'generation:stop': (request: Request<'generation:stop'>, ack: Ack<null>) => void;
  'generation:first-words': (request: Request<'generation:first-words'>) => void;
}
export interface GatewayToVisitor {
  'conversation:event': (event: ConversationEvent) => void;
  'generation:text': (words: GenerationText) => void;
  /** A person types to the customer, or has stopped; over by itself where it is not told again. */
  'person:typing': (typing: PersonTyping) => void;
  /** Somebody of the team has come, or the last one has left. */
  'people:changed': (there: PeopleThere) => void;
  /** The visitor began a conversation, in this tab or in another one. */
  'conversation:begun': (begun: ConversationReference) => void;
  /** It is gone, whoever deleted it. */
  'conversation:deleted': (deleted: ConversationReference) => void;
  /** Every second or so while an answer waits for a worker. */
  'generation:waiting': (place: QueuePlace) => void;
  /** Something went wrong that no acknowledgement can carry. */
  problem: (error: WireError) => void;
}

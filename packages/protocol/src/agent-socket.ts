import * as z from 'zod/mini';
import type { AgentPerson, AnswerSource, ConversationEvent, ConversationState } from './conversation-event.ts';
import type { GenerationState, GenerationText, GenerationTimings } from './generation.ts';
import { inboxLimits } from './limits.ts';
import type { Action } from './permissions.ts';
import type { Ack } from './result.ts';
import type { ServiceMetrics } from './service-metrics.ts';
import type { ConversationReference, OpenedConversation } from './visitor-socket.ts';

/** Socket.IO namespace of agents and admins: authenticated by the session cookie, Origin checked. */
export const agentNamespace = '/agent';

/** Payload of the handshake's `auth`: the site that is looked at. Without it, the first one that the agent is a member of. */
export const agentHandshake = z.object({ siteId: z.optional(z.uuid()) });
export type AgentHandshake = z.infer<typeof agentHandshake>;

/** Parts of a site's conversations. `mine` are those of whoever asks; what is put aside is in none but its own and `all`. */
export const conversationView = z.enum(['mine', 'unassigned', 'waiting', 'bot', 'snoozed', 'resolved', 'all']);
export type ConversationView = z.infer<typeof conversationView>;

export const agentRequests = {
  /**
   * Newest activity first. `before` and `beforeId` are the `lastActivityAt` and the id of the last row of the page before.
   * `search` are words, or beginnings of words, that one message has all of; beyond the newest thousand such messages nothing
   * is found.
   */
  'conversations:list': z.object({
    before: z.optional(z.iso.datetime()),
    beforeId: z.optional(z.uuid()),
    view: z.optional(conversationView),
    search: z.optional(z.string().check(z.maxLength(inboxLimits.searchChars))),
  }),
  /** How many there are in each view that somebody has to look after; and everybody who may be given one. */
  'conversations:overview': z.object({}),
  /** The agent is not there for customers, or is again, whatever is open. */
  'agent:away': z.object({ away: z.boolean() }),
  'conversation:watch': z.object({
    conversationId: z.uuid(),
    afterSeq: z.optional(z.int().check(z.nonnegative())),
  }),
  'conversation:unwatch': z.object({ conversationId: z.uuid() }),
  /** The agent answers from now on: what the bot was saying ends where it is, and it is silent. */
  'conversation:take-over': z.object({ conversationId: z.uuid() }),
  /** The bot answers again, and it is nobody's. */
  'conversation:hand-back': z.object({ conversationId: z.uuid() }),
  /** To the customer; takes the conversation over where the agent does not have it. Idempotent by `clientMessageId`. */
  'conversation:reply': z.object({ conversationId: z.uuid(), clientMessageId: z.uuid(), text: z.string() }),
  /** For agents alone. Idempotent by `noteId`. */
  'conversation:note': z.object({ conversationId: z.uuid(), noteId: z.uuid(), text: z.string() }),
  'conversation:resolve': z.object({ conversationId: z.uuid() }),
  /** Undoes a resolution or a snooze; `to` is what it was before. */
  'conversation:reopen': z.object({
    conversationId: z.uuid(),
    to: z.optional(z.enum(['bot', 'waiting_for_person', 'with_person'])),
  }),
  'conversation:snooze': z.object({ conversationId: z.uuid(), until: z.iso.datetime() }),
  /** Null: nobody's. */
  'conversation:assign': z.object({
    conversationId: z.uuid(),
    assigneeId: z.nullable(z.string().check(z.maxLength(64))),
  }),
  /** All that it has from now on. */
  'conversation:tag': z.object({
    conversationId: z.uuid(),
    tags: z
      .array(z.string().check(z.minLength(1), z.maxLength(inboxLimits.tagChars)))
      .check(z.maxLength(inboxLimits.tags)),
  }),
  /** Whether its customer's messages are refused. */
  'conversation:block': z.object({ conversationId: z.uuid(), blocked: z.boolean() }),
} as const;

/**
 * What each request needs, at the site of the handshake; a conversation that it names, as `conversationId`, must be that
 * site's. The gateway asks before it looks at anything else.
 */
export const agentRequestActions = {
  'conversations:list': 'conversations.read',
  'conversations:overview': 'conversations.read',
  'agent:away': 'conversations.answer',
  'conversation:watch': 'conversations.read',
  'conversation:unwatch': 'conversations.read',
  'conversation:take-over': 'conversations.answer',
  'conversation:hand-back': 'conversations.answer',
  'conversation:reply': 'conversations.answer',
  'conversation:note': 'conversations.answer',
  'conversation:resolve': 'conversations.answer',
  'conversation:reopen': 'conversations.answer',
  'conversation:snooze': 'conversations.answer',
  'conversation:assign': 'conversations.answer',
  'conversation:tag': 'conversations.answer',
  'conversation:block': 'conversations.answer',
} as const satisfies Record<keyof typeof agentRequests, Action>;

type Request<Name extends keyof typeof agentRequests> = z.infer<(typeof agentRequests)[Name]>;

export interface ConversationSummary {
  conversationId: string;
  siteId: string;
  siteName: string;
  visitorId: string;
  createdAt: string;
  lastActivityAt: string;
  messageCount: number;
  /** Beginning of the newest message, at most 140 characters, plain text. */
  lastText: string;
  lastRole: 'visitor' | 'assistant' | 'agent' | null;
  /** State of the newest generation; null when there was none. */
  generationState: GenerationState | null;
  state: ConversationState;
  /** Where the customer wants to be written to, as they say; not sent by the version before. */
  contactEmail?: string | null;
  /** Whose it is; a gateway of the version before says nothing of it, nor of what follows. */
  assignee?: AgentPerson | null;
  tags?: string[];
  snoozedUntil?: string | null;
  /** The customer's messages are refused. */
  blocked?: boolean;
  lastSeq?: number;
  /** Of the customer's newest message. */
  lastVisitorSeq?: number;
}
/** How an answer was decided on, for agents. */
export interface AnswerReceipt {
  mode: string;
  /** Before the first word: the probability that an answer from the passages would be right; null in mode phrase. */
  confidence: number | null;
  /** What retrieval found, best first, quoted or not; those deleted since have no text anywhere, their titles stay. */
  found: (AnswerSource & { score: number; quoted: boolean })[];
  /** A passage of it was edited or deleted since. */
  stale: boolean;
  /** A guard kept the model's own words from saying something that no source says. */
  guarded: boolean;
}
export interface WatchedConversation extends OpenedConversation {
  summary: ConversationSummary;
  /** Timings of each finished answer, by generation id. */
  timings: Record<string, GenerationTimings>;
  /** Of each finished answer with a stored input, by generation id. */
  receipts: Record<string, AnswerReceipt>;
}
export interface InboxOverview {
  /** Whoever asks, and whether they say that they are away. */
  agentId: string;
  away: boolean;
  counts: Record<'mine' | 'unassigned' | 'waiting' | 'bot', number>;
  /** By name. */
  team: AgentPerson[];
}
/** A change of a conversation is stored: its event is the one with this number; what changed nothing has none. */
export interface ChangedConversation {
  seq: number;
}
export interface AgentToGateway {
  'conversations:list': (
    request: Request<'conversations:list'>,
    ack: Ack<{ conversations: ConversationSummary[]; more: boolean }>,
  ) => void;
  'conversations:overview': (request: Request<'conversations:overview'>, ack: Ack<InboxOverview>) => void;
  'agent:away': (request: Request<'agent:away'>, ack: Ack<null>) => void;
  'conversation:watch': (request: Request<'conversation:watch'>, ack: Ack<WatchedConversation>) => void;
  'conversation:unwatch': (request: Request<'conversation:unwatch'>, ack: Ack<null>) => void;
  'conversation:take-over': (request: Request<'conversation:take-over'>, ack: Ack<ChangedConversation>) => void;
  'conversation:hand-back': (request: Request<'conversation:hand-back'>, ack: Ack<ChangedConversation>) => void;
  'conversation:reply': (request: Request<'conversation:reply'>, ack: Ack<ChangedConversation>) => void;
  'conversation:note': (request: Request<'conversation:note'>, ack: Ack<ChangedConversation>) => void;
  'conversation:resolve': (request: Request<'conversation:resolve'>, ack: Ack<ChangedConversation>) => void;
  'conversation:reopen': (request: Request<'conversation:reopen'>, ack: Ack<ChangedConversation>) => void;
  'conversation:snooze': (request: Request<'conversation:snooze'>, ack: Ack<ChangedConversation>) => void;
  'conversation:assign': (request: Request<'conversation:assign'>, ack: Ack<ChangedConversation>) => void;
  'conversation:tag': (request: Request<'conversation:tag'>, ack: Ack<ChangedConversation>) => void;
  'conversation:block': (request: Request<'conversation:block'>, ack: Ack<ChangedConversation>) => void;
}
export interface GatewayToAgent {
  'conversation:updated': (summary: ConversationSummary) => void;
  /** Its visitor deleted it. */
  'conversation:deleted': (deleted: ConversationReference) => void;
  'conversation:event': (event: ConversationEvent) => void;
  'generation:text': (words: GenerationText) => void;
  /** Every two seconds while somebody is connected. */
  'service:metrics': (metrics: ServiceMetrics) => void;
}

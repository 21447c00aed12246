import * as z from 'zod/mini';
import type { AnswerSource, ConversationEvent, ConversationState } from './conversation-event.ts';
import type { GenerationState, GenerationText, GenerationTimings } from './generation.ts';
import type { Action } from './permissions.ts';
import type { Ack } from './result.ts';
import type { ServiceMetrics } from './service-metrics.ts';
import type { ConversationReference, OpenedConversation } from './visitor-socket.ts';

/** Socket.IO namespace of agents and admins: authenticated by the session cookie, Origin checked. */
export const agentNamespace = '/agent';

/** Payload of the handshake's `auth`: the site that is looked at. Without it, the first one that the agent is a member of. */
export const agentHandshake = z.object({ siteId: z.optional(z.uuid()) });
export type AgentHandshake = z.infer<typeof agentHandshake>;

export const agentRequests = {
  /** Newest activity first. `before` is the `lastActivityAt` of the last row of the page before. */
  'conversations:list': z.object({ before: z.optional(z.iso.datetime()) }),
  'conversation:watch': z.object({
    conversationId: z.uuid(),
    afterSeq: z.optional(z.int().check(z.nonnegative())),
  }),
  'conversation:unwatch': z.object({ conversationId: z.uuid() }),
} as const;

/**
 * What each request needs, at the site of the handshake; a conversation that it names, as `conversationId`, must be that
 * site's. The gateway asks before it looks at anything else.
 */
export const agentRequestActions = {
  'conversations:list': 'conversations.read',
  'conversation:watch': 'conversations.read',
  'conversation:unwatch': 'conversations.read',
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
export interface AgentToGateway {
  'conversations:list': (
    request: Request<'conversations:list'>,
    ack: Ack<{ conversations: ConversationSummary[]; more: boolean }>,
  ) => void;
  'conversation:watch': (request: Request<'conversation:watch'>, ack: Ack<WatchedConversation>) => void;
  'conversation:unwatch': (request: Request<'conversation:unwatch'>, ack: Ack<null>) => void;
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

import * as z from 'zod/mini';
import { type Attachment, attachmentIds } from './attachment.ts';
import type { Attention } from './attention.ts';
import type { AgentPerson, AnswerSource, ConversationEvent, ConversationState } from './conversation-event.ts';
import type { WireError } from './error-code.ts';
import type { GenerationState, GenerationText, GenerationTimings } from './generation.ts';
import { inboxLimits } from './limits.ts';
import type { Action } from './permissions.ts';
import type { Ack } from './result.ts';
import type { ServiceMetrics } from './service-metrics.ts';
import { type ConversationReference, type OpenedConversation, pageTime, placeInLog } from './visitor-socket.ts';

/** Socket.IO namespace of agents and admins: authenticated by the session cookie, Origin checked. */
export const agentNamespace = '/agent';

/**
 * Payload of the handshake's `auth`: the site that is looked at, without it the first one that the agent is a member of; and whether
 * the page is nobody who is there, as after `agent:idle`.
 */
export const agentHandshake = z.object({ siteId: z.optional(z.uuid()), idle: z.optional(z.boolean()) });
export type AgentHandshake = z.infer<typeof agentHandshake>;

/** Parts of a site's conversations. `mine` are those of whoever asks; what is put aside is in none but its own and `all`. */
export const conversationView = z.enum(['mine', 'unassigned', 'waiting', 'bot', 'snoozed', 'resolved', 'all']);
export type ConversationView = z.infer<typeof conversationView>;

/**
 * What comes first: the newest activity; who waits longest for a person's words, and behind them who does not wait; the oldest
 * activity.
 */
export const conversationSort = z.enum(['newest', 'waiting', 'oldest']);
export type ConversationSort = z.infer<typeof conversationSort>;

/** Of one conversation. */
const tags = z
  .array(z.string().check(z.minLength(1), z.maxLength(inboxLimits.tagChars)))
  .check(z.maxLength(inboxLimits.tags));

/** What an agent reopens is then again what it was. */
const reopenedTo = z.optional(z.enum(['bot', 'waiting_for_person', 'with_person']));
const assigneeId = z.nullable(z.string().check(z.maxLength(64)));

/** What is done in several conversations at once, in each as the request of that name does it. */
export const sharedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolve') }),
  z.object({ kind: z.literal('reopen'), to: reopenedTo }),
  z.object({ kind: z.literal('snooze'), until: z.iso.datetime() }),
  z.object({ kind: z.literal('assign'), assigneeId }),
  /** Those of `tags` are set, those that are in `before` alone removed; all others stay. */
  z.object({ kind: z.literal('tag'), tags, before: tags }),
  /** Undoes that what a person had was made nobody's. */
  z.object({ kind: z.literal('take-over') }),
]);
export type SharedChange = z.infer<typeof sharedChange>;

export const agentRequests = {
  /**
   * Newest activity first, unless `sort` says otherwise. `before` and `beforeId` are of the last row of the page before: its
   * `lastActivityAt`, or, of those who wait, its `waitingSince` (left out where it has none), and its id. `search` are words, or
   * beginnings of words, that one message or note has all of, or its customer's name and e-mail addresses; or the id by which their site calls the customer, or its beginning; or, of one without a name, the last four
   * characters of their own. Beyond the newest thousand such messages, notes and customers nothing is found.
   */
  'conversations:list': z.object({
    before: z.optional(pageTime),
    beforeId: z.optional(z.uuid()),
    view: z.optional(conversationView),
    search: z.optional(z.string().check(z.maxLength(inboxLimits.searchChars))),
    sort: z.optional(conversationSort),
    /**
     * What is snoozed comes by when it is back, the soonest first, whatever `sort` says. `after`: the `snoozedUntil` of the last row
     * of the page before. A gateway of the version before does not know it, and goes by the rest.
     */
    waking: z.optional(z.object({ after: z.optional(pageTime) })),
    tag: z.optional(z.string().check(z.minLength(1), z.maxLength(inboxLimits.tagChars))),
    /** Whose they are; null: nobody's. */
    assigneeId: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
    /** Only those in which a person has to read something that whoever asks has not: see {@link isUnread}. */
    unread: z.optional(z.boolean()),
  }),
  /** The tags that the site's conversations have. */
  'conversations:tags': z.object({}),
  /** How many there are in each view that somebody has to look after; and everybody who may be given one. */
  'conversations:overview': z.object({}),
  /** The agent is not there for customers, or is again, whatever is open. */
  'agent:away': z.object({ away: z.boolean() }),
  /** Nobody has touched the agent's page for long, or somebody does again: an inbox that was left open is nobody who is there. */
  'agent:idle': z.object({ idle: z.boolean() }),
  'conversation:watch': z.object({
    conversationId: z.uuid(),
    afterSeq: z.optional(placeInLog),
  }),
  'conversation:unwatch': z.object({ conversationId: z.uuid() }),
  /** Whoever asks has had all up to `seq` in view. */
  'conversation:seen': z.object({ conversationId: z.uuid(), seq: placeInLog }),
  /** What is known of its visitor: who they are, their other conversations, their files. */
  'conversation:context': z.object({ conversationId: z.uuid() }),
  /** The agent types to the customer or a note, or has stopped; told again every few seconds while it lasts. */
  'conversation:typing': z.object({
    conversationId: z.uuid(),
    into: z.nullable(z.enum(['reply', 'note'])),
  }),
  /**
   * The agent answers from now on: what the bot was saying ends where it is, and it is silent. `from`: the colleague who has it, by
   * id; a conversation that somebody else has is left to them.
   */
  'conversation:take-over': z.object({
    conversationId: z.uuid(),
    from: z.optional(z.string().check(z.maxLength(100))),
  }),
  /** The bot answers again, also what the customer has written and nobody has answered, and it is nobody's. */
  'conversation:hand-back': z.object({ conversationId: z.uuid() }),
  /** To the customer; takes the conversation over where the agent does not have it. Idempotent by `clientMessageId`. */
  'conversation:reply': z.object({
    conversationId: z.uuid(),
    clientMessageId: z.uuid(),
    /** May be empty where files come with it. */
    text: z.string(),
    attachmentIds: z.optional(attachmentIds),
  }),
  /** For agents alone. Idempotent by `noteId`. */
  'conversation:note': z.object({ conversationId: z.uuid(), noteId: z.uuid(), text: z.string() }),
  /** Its text is gone for everybody; that there was one stays. One's own, or, with `notes.manage`, anybody's. */
  'conversation:delete-note': z.object({ conversationId: z.uuid(), noteId: z.uuid() }),
  'conversation:resolve': z.object({ conversationId: z.uuid() }),
  /** Undoes a resolution or a snooze, and to `waiting_for_person` also what was handed back; `to` is what it was before. */
  'conversation:reopen': z.object({
    conversationId: z.uuid(),
    to: reopenedTo,
  }),
  /** Also what is snoozed already, until another time; at most {@link inboxLimits.snoozeDays} ahead. */
  'conversation:snooze': z.object({ conversationId: z.uuid(), until: z.iso.datetime() }),
  /** Null: nobody's. */
  'conversation:assign': z.object({
    conversationId: z.uuid(),
    assigneeId,
  }),
  /**
   * All that it has from now on. `before`: what it had when these were chosen; what others have set or removed since then stays
   * so. A page of the version before does not say it: then these are all.
   */
  'conversation:tag': z.object({ conversationId: z.uuid(), tags, before: z.optional(tags) }),
  /** Whether its customer's messages are refused. */
  'conversation:block': z.object({ conversationId: z.uuid(), blocked: z.boolean() }),
  /** Of the site's; one after another, each by itself: what can't be done in one keeps none of the others from theirs. */
  'conversations:change': z.object({
    conversationIds: z.array(z.uuid()).check(z.minLength(1), z.maxLength(inboxLimits.changedTogether)),
    change: sharedChange,
  }),
} as const;

/**
 * What each request needs, at the site of the handshake; conversations that it names, as `conversationId` or `conversationIds`, must
 * be that site's. The gateway asks before it looks at anything else.
 */
export const agentRequestActions = {
  'conversations:list': 'conversations.read',
  'conversations:overview': 'conversations.read',
  'agent:away': 'conversations.answer',
  'agent:idle': 'conversations.answer',
  'conversation:watch': 'conversations.read',
  'conversation:unwatch': 'conversations.read',
  'conversation:context': 'conversations.read',
  'conversation:seen': 'conversations.read',
  'conversations:tags': 'conversations.read',
  'conversation:typing': 'conversations.answer',
  'conversation:take-over': 'conversations.answer',
  'conversation:hand-back': 'conversations.answer',
  'conversation:reply': 'conversations.answer',
  'conversation:note': 'conversations.answer',
  'conversation:delete-note': 'conversations.answer',
  'conversation:resolve': 'conversations.answer',
  'conversation:reopen': 'conversations.answer',
  'conversation:snooze': 'conversations.answer',
  'conversation:assign': 'conversations.answer',
  'conversation:tag': 'conversations.answer',
  'conversation:block': 'conversations.answer',
  'conversations:change': 'conversations.answer',
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
  /** As their site's server or they say. */
  visitorName?: string | null;
  /** Since when the customer waits for a person's words; null: they don't. */
  waitingSince?: string | null;
  /** How far agents have read it, by their ids; who is not among them has not opened it. */
  readBy?: Record<string, number>;
  /** Where it says what was searched for; left out where only its customer does, and by the version before. */
  match?: SearchMatch;
}
/** The newest message or note of a conversation that has all words of a search. */
export interface SearchMatch {
  /** Of an answer, its generation's id; of any other message its `clientMessageId`, or its own where it has none; of a note its own. */
  id: string;
  by: 'visitor' | 'assistant' | 'agent' | 'note';
  /** A part of its text with the first of the words, plain, at most {@link inboxLimits.excerptChars} characters. */
  excerpt: string;
  /** Where the words stand in `excerpt`: from and, exclusive, to, in UTF-16 units, in order and apart. */
  marks: [from: number, to: number][];
}
/**
 * Pure: whether an agent has to read it: its customer has written since, to a person. What the bot answers, or is put aside,
 * is unread for nobody.
 */
export function isUnread(
  { state, lastVisitorSeq = 0, readBy }: Pick<ConversationSummary, 'state' | 'lastVisitorSeq' | 'readBy'>,
  agentId: string | null,
): boolean {
  if (agentId === null || !readBy || (state !== 'waiting_for_person' && state !== 'with_person')) return false;
  return lastVisitorSeq > (readBy[agentId] ?? 0);
}
/** How far an agent has read a conversation. */
export interface ConversationSeen {
  conversationId: string;
  agentId: string;
  seq: number;
}
/** How an answer was decided on, for agents. */
export interface AnswerReceipt {
  /** How it was made; `approved`: not at all, a person had written it; `none`: it ended before that was decided. */
  mode: string;
  /** Before the first word: the probability that an answer from the passages would be right; null where nothing was looked up. */
  confidence: number | null;
  /** What retrieval found, best first, quoted or not (of a message that is answered question by question what was quoted alone, in its order); those deleted since have no text anywhere, their titles stay. */
  found: (AnswerSource & { score: number; quoted: boolean })[];
  /** A passage of it was edited or deleted since. */
  stale: boolean;
  /** A guard kept the model's own words from saying something that no source says. */
  guarded: boolean;
  /** What made it; nothing did where it is approved or ended before, and a gateway of the version before says nothing of it. */
  made?: AnswerMaking;
  /** Of words that the answer cache had: since when. */
  keptSince?: string;
  /** Its words are what the site's own server said of an order. */
  fromServer?: true;
  /** Of one that did not come to its end. */
  unfinished?: UnfinishedAnswer;
}
/** Why an answer is not whole, and how much of it was said. */
export interface UnfinishedAnswer {
  state: Exclude<GenerationState, 'queued' | 'running' | 'done'>;
  /** What whoever waited for it was told: an error code. */
  code: string | null;
  /** Of one that was cancelled, and that its customer did not stop: they had left, or wrote their question anew. */
  because: 'unattended' | 'edited' | null;
  /** Tokens said until then. */
  tokens: number;
}
/** What an answer was made by, and from. */
export interface AnswerMaking {
  /** SHA-256 of the model's files, in hex. */
  modelHash: string;
  /** As its files say; null where no worker has told, and left out by the version before. */
  modelName?: string | null;
  /** Of the published system prompt; null where a caller's own stood in its place, or that version is gone. */
  promptVersion: number | null;
  knowledgeVersion: number | null;
  /** Null where no worker made it. */
  workerId: string | null;
  /** How many workers had it in hand, one after the other. */
  claims: number;
  /** Of the prompt: tokens that the worker's prefix cache had, and how much sooner that was; null where it is not known. */
  prefixTokens: number | null;
  prefixSavedMs: number | null;
  /** From the first token to the last; null where it is not known. */
  decodeMs: number | null;
  temperature: number;
  topP: number;
  finishReason: string | null;
}
export interface WatchedConversation extends OpenedConversation {
  summary: ConversationSummary;
  /** Timings of each answer that has ended and that these events tell of, or that ended a moment ago, by generation id. */
  timings: Record<string, GenerationTimings>;
  /** Of the same answers, but for those made before inputs were stored, by generation id. */
  receipts: Record<string, AnswerReceipt>;
}
/** Another conversation of the same visitor. */
export interface EarlierConversation {
  conversationId: string;
  /** Beginning of its first question, at most 140 characters, plain text. */
  firstText: string;
  lastActivityAt: string;
  state: ConversationState;
}
/** What agents see beside a conversation. */
export interface ConversationContext {
  visitor: {
    visitorId: string;
    /** As their site's server or they say. */
    name: string | null;
    email: string | null;
    /** What their site's server calls them, proved by its signature; null: anonymous. */
    externalId: string | null;
    firstSeenAt: string;
    lastSeenAt: string;
    blocked: boolean;
    /** The language that their browser asks for, as a language tag; null where it says none. */
    language: string | null;
    /** Where the chat was opened last, without its query; null where the page does not tell. */
    page: string | null;
  };
  /** Where they want to be written to about this conversation, as they said in it. */
  contactEmail: string | null;
  /** Newest activity first, at most {@link inboxLimits.earlierShown}. */
  earlier: EarlierConversation[];
  /** How many others there are. */
  earlierCount: number;
  /** Those they sent, in whichever conversation, the newest first, at most {@link inboxLimits.filesShown}. */
  files: (Attachment & { conversationId: string; sentAt: string })[];
}
export interface InboxOverview {
  /** Whoever asks, and whether they say that they are away. */
  agentId: string;
  away: boolean;
  /** At most {@link inboxLimits.counted}: more are not counted. */
  counts: Record<'mine' | 'unassigned' | 'waiting' | 'bot', number>;
  /** Of those, what whoever asks has not read; a gateway of the version before says nothing of it. */
  unread?: Record<'mine' | 'unassigned' | 'waiting', number>;
  /** By name. */
  team: AgentPerson[];
  /** Replies are mailed to customers who have left; not sent by the version before, which mailed nothing. */
  mails?: boolean;
}
/** A change of a conversation is stored: its event is the one with this number; what changed nothing has none. */
export interface ChangedConversation {
  seq: number;
}
/** What became of a change of several: where it was not made, and why. All others have it. */
export interface ChangedConversations {
  failed: { conversationId: string; error: WireError }[];
}
export interface AgentToGateway {
  'conversations:list': (
    request: Request<'conversations:list'>,
    ack: Ack<{ conversations: ConversationSummary[]; more: boolean }>,
  ) => void;
  'conversations:overview': (request: Request<'conversations:overview'>, ack: Ack<InboxOverview>) => void;
  'agent:away': (request: Request<'agent:away'>, ack: Ack<null>) => void;
  'agent:idle': (request: Request<'agent:idle'>, ack: Ack<null>) => void;
  'conversation:watch': (request: Request<'conversation:watch'>, ack: Ack<WatchedConversation>) => void;
  'conversation:unwatch': (request: Request<'conversation:unwatch'>, ack: Ack<null>) => void;
  'conversation:context': (request: Request<'conversation:context'>, ack: Ack<ConversationContext>) => void;
  'conversation:seen': (request: Request<'conversation:seen'>, ack: Ack<null>) => void;
  'conversations:tags': (request: Request<'conversations:tags'>, ack: Ack<string[]>) => void;
  'conversation:typing': (request: Request<'conversation:typing'>, ack: Ack<null>) => void;
  'conversation:take-over': (request: Request<'conversation:take-over'>, ack: Ack<ChangedConversation>) => void;
  'conversation:hand-back': (request: Request<'conversation:hand-back'>, ack: Ack<ChangedConversation>) => void;
  'conversation:reply': (request: Request<'conversation:reply'>, ack: Ack<ChangedConversation>) => void;
  'conversation:note': (request: Request<'conversation:note'>, ack: Ack<ChangedConversation>) => void;
  'conversation:delete-note': (request: Request<'conversation:delete-note'>, ack: Ack<ChangedConversation>) => void;
  'conversation:resolve': (request: Request<'conversation:resolve'>, ack: Ack<ChangedConversation>) => void;
  'conversation:reopen': (request: Request<'conversation:reopen'>, ack: Ack<ChangedConversation>) => void;
  'conversation:snooze': (request: Request<'conversation:snooze'>, ack: Ack<ChangedConversation>) => void;
  'conversation:assign': (request: Request<'conversation:assign'>, ack: Ack<ChangedConversation>) => void;
  'conversation:tag': (request: Request<'conversation:tag'>, ack: Ack<ChangedConversation>) => void;
  'conversation:block': (request: Request<'conversation:block'>, ack: Ack<ChangedConversation>) => void;
  'conversations:change': (request: Request<'conversations:change'>, ack: Ack<ChangedConversations>) => void;
}
export interface GatewayToAgent {
  'conversation:updated': (summary: ConversationSummary) => void;
  /** Its visitor deleted it. */
  'conversation:deleted': (deleted: ConversationReference) => void;
  /** Conversations may have changed, begun or gone of which this socket was not told: what is shown is to be read anew. */
  'conversations:missed': () => void;
  /** An agent of the site, perhaps in another tab, has read on. */
  'conversation:seen': (seen: ConversationSeen) => void;
  'conversation:event': (event: ConversationEvent) => void;
  /** The customer, or another agent, looks at or types in a conversation that is watched. */
  'conversation:attention': (attention: Attention) => void;
  'generation:text': (words: GenerationText) => void;
  /** Every two seconds while somebody is connected. */
  'service:metrics': (metrics: ServiceMetrics) => void;
}

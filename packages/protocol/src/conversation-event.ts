import * as z from 'zod/mini';
import { attachment } from './attachment.ts';
import { wireError } from './error-code.ts';
import { ratingScore, solver, thumb } from './feedback.ts';

export const messageRole = z.enum(['visitor', 'assistant', 'agent']);
export type MessageRole = z.infer<typeof messageRole>;

/** A passage that an answer quotes. `url` is a link to where the site says it; null where there is none. */
export const answerSource = z.object({ id: z.string(), title: z.string(), url: z.nullable(z.string()) });
export type AnswerSource = z.infer<typeof answerSource>;

export const message = z.object({
  id: z.uuid(),
  role: messageRole,
  text: z.string(),
  /** The id that the visitor's client made; it recognises its own message by it. */
  clientMessageId: z.nullable(z.uuid()),
  generationId: z.nullable(z.uuid()),
  createdAt: z.iso.datetime(),
  /** Of an answer that quotes: its passages, each once, in the order of the text. */
  sources: z.optional(z.array(answerSource)),
  /** Files that came with it; the text may be empty then. */
  attachments: z.optional(z.array(attachment)),
  /** Of an agent's message: who wrote it, as customers are told. */
  author: z.optional(z.object({ name: z.string() })),
});
export type Message = z.infer<typeof message>;

/** Why a person is wanted: nothing known answers it (or there is doubt), a wish, anger, a second failure in a row, another language. */
export const handOverReason = z.enum(['not-known', 'person', 'anger', 'failed-again', 'language']);
export type HandOverReason = z.infer<typeof handOverReason>;

/**
 * Who has a conversation: the bot, a person who is wanted and has not come yet, a person; or it is put aside, done or for a
 * while. Whatever reads it parses it leniently: what leads from one to the next is in `conversation-transition`.
 */
export const conversationState = z.enum(['bot', 'waiting_for_person', 'with_person', 'resolved', 'snoozed']);
export type ConversationState = z.infer<typeof conversationState>;

/** An agent as everybody in the conversation may know them. */
const person = z.object({ name: z.string() });
/** An agent as agents know each other. */
export const agentPerson = z.object({ id: z.string(), name: z.string() });
export type AgentPerson = z.infer<typeof agentPerson>;

/** What agents tell each other about a conversation; no customer ever sees one. */
export const note = z.object({
  id: z.uuid(),
  text: z.string(),
  author: agentPerson,
});
export type Note = z.infer<typeof note>;

const base = { conversationId: z.uuid(), seq: z.int().check(z.positive()), at: z.iso.datetime() };

/**
 * What happened in a conversation: append-only, numbered by `seq` without gaps from 1. It is the log in the database and
 * the wire format alike; a client that knows `seq` n asks for what came after n.
 */
export const conversationEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message:created'), message }),
  /**
   * The visitor wrote a message anew: from now on it and its answer count for nothing, the other message, which follows,
   * stands in their place. Customers are shown the other one alone, agents both.
   */
  z.object({ ...base, type: z.literal('message:superseded'), messageId: z.uuid(), byMessageId: z.uuid() }),
  z.object({ ...base, type: z.literal('generation:queued'), generationId: z.uuid(), questionMessageId: z.uuid() }),
  z.object({ ...base, type: z.literal('generation:done'), generationId: z.uuid(), message }),
  z.object({
    ...base,
    type: z.literal('generation:ended'),
    generationId: z.uuid(),
    state: z.enum(['failed', 'cancelled', 'expired']),
    error: wireError,
    /** What was shown before it ended, kept as a message; null when nothing was shown. */
    message: z.nullable(message),
  }),
  /** The conversation waits for a person; it follows the end of the answer that said so. */
  z.object({
    ...base,
    type: z.literal('conversation:handed-over'),
    generationId: z.uuid(),
    reason: handOverReason,
  }),
  /** The customer wishes for a person: the conversation waits for one, as after a hand-over. */
  z.object({ ...base, type: z.literal('conversation:person-requested') }),
  /** Where the customer wants to be written to. */
  z.object({ ...base, type: z.literal('conversation:contact-left'), email: z.string() }),
  /** What the customer thinks of an answer now; without a thumb, nothing any more. */
  z.object({
    ...base,
    type: z.literal('generation:rated'),
    generationId: z.uuid(),
    thumb: z.nullable(thumb),
    comment: z.nullable(z.string()),
  }),
  /** Whether the customer's question is solved, as they say. */
  z.object({ ...base, type: z.literal('conversation:solved'), solved: z.boolean(), by: solver }),
  z.object({
    ...base,
    type: z.literal('conversation:rated'),
    score: ratingScore,
    comment: z.nullable(z.string()),
  }),
  /** A person answers from here on; the bot is silent. */
  z.object({ ...base, type: z.literal('conversation:taken-over'), by: person }),
  /** The bot answers again. */
  z.object({ ...base, type: z.literal('conversation:handed-back'), by: person }),
  /**
   * The agent whose it was left the customer waiting, or may not answer there any more, or it was made nobody's: it waits for a
   * person again, and the bot answers meanwhile. Told to customers where that agent had come.
   */
  z.object({ ...base, type: z.literal('conversation:released'), from: person }),
  z.object({ ...base, type: z.literal('conversation:resolved'), by: person }),
  /**
   * It is not resolved, or not snoozed, any more; `by` nobody where the customer wrote, or its time had come. `state`: who has
   * it now; left out by earlier versions.
   */
  z.object({
    ...{ ...base, type: z.literal('conversation:reopened'), by: z.nullable(person) },
    state: z.optional(conversationState),
  }),
  // For agents only.
  z.object({ ...base, type: z.literal('conversation:snoozed'), by: agentPerson, until: z.iso.datetime() }),
  /** `by` nobody where the service chose; `assignee` nobody where it is nobody's any more. */
  z.object({
    ...{ ...base, type: z.literal('conversation:assigned'), by: z.nullable(agentPerson) },
    assignee: z.nullable(agentPerson),
  }),
  z.object({ ...base, type: z.literal('conversation:tagged'), by: agentPerson, tags: z.array(z.string()) }),
  /** The text of one that was deleted since is empty. */
  z.object({ ...base, type: z.literal('note:created'), note }),
  z.object({ ...base, type: z.literal('note:deleted'), noteId: z.uuid(), by: agentPerson }),
  /** Replies were mailed to the customer, who had left; or could not be, or were not: then `limit` is a {@link LetterLimit}. */
  z.object({
    ...{ ...base, type: z.literal('reply:mailed'), email: z.string(), sent: z.boolean() },
    limit: z.optional(z.string()),
  }),
  z.object({ ...base, type: z.literal('visitor:blocked'), by: agentPerson, blocked: z.boolean() }),
]);
export type ConversationEvent = z.infer<typeof conversationEvent>;

/** What has had all its letters of the day: the site, or an address that nobody has proved, whichever sites wrote to it. */
export type LetterLimit = 'site' | 'address';

/** Who may see an event: agents see all. */
export const eventAudience = z.enum(['customer', 'agents']);
export type EventAudience = z.infer<typeof eventAudience>;

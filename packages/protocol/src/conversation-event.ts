import * as z from 'zod/mini';
import { wireError } from './error-code.ts';

export const messageRole = z.enum(['visitor', 'assistant', 'agent']);
export type MessageRole = z.infer<typeof messageRole>;

export const message = z.object({
  id: z.uuid(),
  role: messageRole,
  text: z.string(),
  /** The id that the visitor's client made; it recognises its own message by it. */
  clientMessageId: z.nullable(z.uuid()),
  generationId: z.nullable(z.uuid()),
  createdAt: z.iso.datetime(),
});
export type Message = z.infer<typeof message>;

const base = { conversationId: z.uuid(), seq: z.int().check(z.positive()), at: z.iso.datetime() };

/**
 * What happened in a conversation: append-only, numbered by `seq` without gaps from 1. It is the log in the database and
 * the wire format alike; a client that knows `seq` n asks for what came after n.
 */
export const conversationEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('message:created'), message }),
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
]);
export type ConversationEvent = z.infer<typeof conversationEvent>;

/** Who may see an event: agents see all. */
export const eventAudience = z.enum(['customer', 'agents']);
export type EventAudience = z.infer<typeof eventAudience>;

import * as z from 'zod/mini';
import { agentPerson } from './conversation-event.ts';

/**
 * What somebody does in a conversation right now. Told while it lasts and kept nowhere: it is renewed, and over by itself where
 * it is not. `typing` is meant for the other side, `noting` for the team alone.
 */
export const attentionKind = z.enum(['looking', 'typing', 'noting', 'gone']);
export type AttentionKind = z.infer<typeof attentionKind>;

/** `agent` null: the customer, who is told of as typing or gone alone. */
export const attention = z.object({
  conversationId: z.uuid(),
  agent: z.nullable(agentPerson),
  doing: attentionKind,
});
export type Attention = z.infer<typeof attention>;

/** How often it is told again, and how long it holds without; both longer than what a busy network loses. */
export const attentionTimes = {
  typing: { renewMs: 3_000, holdsMs: 7_000 },
  looking: { renewMs: 15_000, holdsMs: 40_000 },
} as const;

/** The name of whoever types to the customer; `typing: false` where they have stopped. */
export const personTyping = z.object({ conversationId: z.uuid(), name: z.string(), typing: z.boolean() });
export type PersonTyping = z.infer<typeof personTyping>;

import * as z from 'zod/mini';
import type { ConversationEvent } from './conversation-event.ts';
import { serverAddress } from './server-address.ts';

/**
 * Types of conversation events that a site's own server can be told of. Left out is what is for the team's inbox alone, and what
 * only the chat needs, such as that an answer is queued.
 */
export const webhookEvents = [
  'message:created',
  'message:superseded',
  'generation:done',
  'generation:ended',
  'conversation:handed-over',
  'conversation:person-requested',
  'conversation:contact-left',
  'conversation:taken-over',
  'conversation:handed-back',
  'conversation:released',
  'conversation:resolved',
  'conversation:reopened',
  'conversation:solved',
  'conversation:rated',
  'generation:rated',
] as const satisfies readonly ConversationEvent['type'][];
export type WebhookEvent = (typeof webhookEvents)[number];

/** How many a site may have: each event is sent once to each. */
export const mostWebhooks = 10;

/** So many waiting events of a webhook are counted: of a backlog of days nobody wants to know more. */
export const mostWaitingCounted = 1_000;

/** `POST …/webhooks`. */
export const webhookBody = z.object({
  url: serverAddress,
  events: z.array(z.enum(webhookEvents)).check(z.minLength(1), z.maxLength(50)),
});

/** `PUT …/webhooks/:webhookId/paused`: nothing is sent, and what happens meanwhile is not told later. */
export const webhookPause = z.object({ paused: z.boolean() });

export interface WebhookView {
  id: string;
  url: string;
  /** Types of events; of a newer version perhaps, too. */
  events: string[];
  createdAt: string;
  /** Events that it has not been told of yet; above {@link mostWaitingCounted}: more than these. */
  waiting: number;
  /** When something arrived last, since when nothing does, and why. */
  deliveredAt: string | null;
  failingSince: string | null;
  lastError: string | null;
  /** Events that it was never told of. */
  givenUp: number;
  paused: boolean;
}

/** With what deliveries are signed, shown this once. */
export interface MadeWebhook {
  id: string;
  /** As Standard Webhooks has it: `whsec_` and 32 bytes in base64. */
  secret: string;
}

/** `POST …/webhooks/:webhookId/test`: what the address answered. `error` is null where it took it. */
export interface WebhookTest {
  status: number | null;
  error: string | null;
}

/** What is posted: the type and time of the event, and itself with the site that it is of. */
export interface WebhookPayload {
  type: WebhookEvent | 'webhook:test';
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: { siteId: string } & (ConversationEvent | { message: string });
}

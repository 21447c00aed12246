import * as z from 'zod/mini';
import { answerSource } from './conversation-event.ts';
import { generationTimings } from './generation.ts';
import { limits } from './limits.ts';
import { siteKey } from './visitor-socket.ts';
import { widgetSettings } from './widget-settings.ts';

export * from './ticket-request.ts';

const token = z.string().check(z.minLength(1), z.maxLength(limits.tokenChars));

/** What the loader and the chat show of a site; nothing here is secret. */
export const siteAppearance = z.object({
  siteKey,
  name: z.string(),
  /** First line of the chat, said by the product, not by the model. */
  greeting: z.string(),
  /** `#rrggbb` */
  colour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)),
  /** Questions to start with. */
  suggestions: z.array(z.string()),
  /** False: nobody but the assistant answers there. Not sent by the version before. */
  people: z.optional(z.boolean()),
  /** Not sent by the version before. */
  settings: z.optional(widgetSettings),
});
export type SiteAppearance = z.infer<typeof siteAppearance>;

/** What the launcher says by itself, in the customer's language. */
export const launcherTexts = z.object({
  open: z.string(),
  close: z.string(),
  /** Sends the greeting away. */
  dismiss: z.string(),
  /** Names the chat's frame. */
  frame: z.string(),
});
export type LauncherTexts = z.infer<typeof launcherTexts>;

export const ticketResponse = z.object({
  /** Proves for five minutes that a page of this origin asked; it is exchanged for a visitor token. */
  ticket: token,
  expiresAt: z.iso.datetime(),
  /** Whom the identity token named, as the site's server calls them; the ticket is theirs. */
  externalId: z.optional(z.string()),
  /** The ticket is for the visitor of the letter. */
  resumed: z.optional(z.boolean()),
  /** The conversation of that letter, while it is there. Not sent by the version before. */
  conversationId: z.optional(z.uuid()),
  site: siteAppearance,
  /** Not sent by the version before. */
  texts: z.optional(launcherTexts),
});
export type TicketResponse = z.infer<typeof ticketResponse>;

/**
 * `POST /v1/visitor-tokens`, by the frame or the hosted page. A still valid old token keeps its visitor; but a ticket that names
 * somebody gives a token of theirs, and what its owner said before as an anonymous visitor becomes theirs.
 */
export const visitorTokenRequest = z.object({ ticket: token, visitorToken: z.optional(token) });
export const visitorTokenResponse = z.object({
  visitorToken: token,
  visitorId: z.uuid(),
  expiresAt: z.iso.datetime(),
});
export type VisitorTokenResponse = z.infer<typeof visitorTokenResponse>;

/**
 * `POST /v1/chat`. With `siteKey` an anonymous visitor asks: to go on with a conversation, the `visitorToken` of the first
 * answer is needed. With `apiKey` the site's own server asks and may name any conversation of the site.
 */
export const chatRequest = z.object({
  siteKey: z.optional(siteKey),
  apiKey: z.optional(token),
  visitorToken: z.optional(token),
  conversationId: z.optional(z.uuid()),
  /** Makes the request idempotent: the same id and text again gives the same answer. */
  clientMessageId: z.optional(z.uuid()),
  message: z.string(),
  /**
   * Only with `apiKey`: takes the place of the site's prompt for this answer, and its sentences may be quoted like those of
   * the site's passages. At most `limits.systemChars`.
   */
  system: z.optional(z.string()),
  /** True: server-sent events ({@link chatStreamEvents}) instead of one JSON body. Defaults to false. */
  stream: z.optional(z.boolean()),
});
export type ChatRequest = z.infer<typeof chatRequest>;

export const chatResponse = z.object({
  conversationId: z.uuid(),
  messageId: z.uuid(),
  generationId: z.uuid(),
  answer: z.object({ id: z.uuid(), text: z.string() }),
  /** What the answer was taken from; empty where the site has no knowledge beyond its prompt. */
  sources: z.array(answerSource),
  timings: generationTimings,
  /** Only for a visitor: send it with the next request of the same conversation. */
  visitorToken: z.optional(token),
});
export type ChatResponse = z.infer<typeof chatResponse>;

/** Server-sent events of `POST /v1/chat` with `stream: true`, as `event:` names and JSON `data:`. */
export const chatStreamEvents = {
  accepted: z.object({
    conversationId: z.uuid(),
    messageId: z.uuid(),
    generationId: z.uuid(),
    visitorToken: z.optional(token),
  }),
  text: z.object({ position: z.int(), text: z.string() }),
  done: chatResponse,
  error: z.object({ code: z.string(), message: z.string() }),
} as const;

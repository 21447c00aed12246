import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { siteKey } from './visitor-socket.ts';

/** The list itself, also where an old Prototype.js in the page has made a text of it (`Array.prototype.toJSON`). */
function asList(given: unknown): unknown {
  try {
    return typeof given === 'string' ? JSON.parse(given) : given;
  } catch {
    return given;
  }
}

/** `POST /v1/tickets`, by the loader or the hosted page. The Origin header must be one of the site's. */
export const ticketRequest = z.object({
  siteKey,
  /** A JWT in which the site's server says who the customer is; whatever is none, as an empty text, is `identity_invalid`. */
  identityToken: z.optional(z.string()),
  /** The language that the page wants; it goes before the site's own. Whatever is no language tag is passed over. */
  locale: z.optional(z.string()),
  /** Those of the page and the browser, most important first. */
  languages: z.optional(z.pipe(z.transform(asList), z.array(z.string()))),
  /** Of a link in a letter. One that does not count any more is passed over. */
  resumeToken: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.tokenChars))),
});
export type TicketRequest = z.infer<typeof ticketRequest>;

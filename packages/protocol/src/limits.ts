/**
 * The sizes that every process agrees on. What comes from outside and is larger is refused with a code, never cut silently.
 */
export const limits = {
  /** Longest message of a visitor, in UTF-16 units: about 1,000 tokens, which leaves room for the prompt in a slot. */
  messageChars: 4_000,
  /** Largest body of an HTTP request and largest socket packet, in bytes. */
  requestBytes: 32 * 1024,
  siteKeyChars: 64,
  tokenChars: 2_048,
  /** Most events in one answer to `conversation:open`; the client asks again with a later `afterSeq`. */
  eventsPerPage: 200,
  conversationsPerPage: 50,
  /** Most wordings of unanswered questions that are grouped: comparing them all takes 50 ms. */
  unansweredWordings: 500,
} as const;

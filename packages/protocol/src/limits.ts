/**
 * The sizes that every process agrees on. What comes from outside and is larger is refused with a code, never cut silently.
 */
export const limits = {
  /** Longest message of a visitor, in UTF-16 units: about 1,000 tokens, which leaves room for the prompt in a slot. */
  messageChars: 4_000,
  /** Longest system text that a caller of the API may send, in UTF-16 units: about 1,000 tokens too. */
  systemChars: 4_000,
  /** Largest body of an HTTP request and largest socket packet, in bytes. */
  requestBytes: 32 * 1024,
  siteKeyChars: 64,
  tokenChars: 2_048,
  /** Of what a site's server calls a customer. */
  externalIdChars: 200,
  /** Of a customer's name and e-mail address. */
  nameChars: 200,
  emailChars: 254,
  /** Most events in one answer to `conversation:open`; the client asks again with a later `afterSeq`. */
  eventsPerPage: 200,
  conversationsPerPage: 50,
} as const;

/** What may come in, unless whoever runs the gateways or owns the installation says otherwise. */
export const standardRates = {
  messagesPerVisitorMinute: 30,
  messagesPerAddressMinute: 300,
  /** To one site: a fifth of what a new one answers. */
  messagesPerAddressDay: 1_000,
  messagesPerSiteDay: 5_000,
  /** Tickets, and new visitors, of one address. */
  newcomersPerMinute: 120,
  /** Conversations that begin with a wish for a person; a day's to one site: a fifth of those that may wait there, as of messages. */
  personWishesPerMinute: 20,
  personWishesPerDay: 100,
  uploadsPerMinute: 60,
  /** To one site: with the largest, two fifths of what it takes. */
  uploadsPerDay: 200,
} as const;

/** What customers may send beside words. */
export const attachmentLimits = {
  /** Largest file that a customer may send, in bytes: a photo of any phone. */
  bytes: 10 * 2 ** 20,
  perMessage: 5,
  nameChars: 200,
  /** Files that one visitor may upload in 24 hours, sent or not, and their bytes together. */
  perDay: 50,
  bytesPerDay: 100 * 2 ** 20,
  /** The same of one agent, at all sites. */
  perAgentDay: 500,
  bytesPerAgentDay: 2 * 2 ** 30,
  /** Bytes that all visitors of a site may upload in 24 hours. */
  bytesPerSiteDay: 5 * 2 ** 30,
} as const;

/** What agents may say of a conversation. */
export const inboxLimits = {
  tagChars: 40,
  /** Of one conversation. */
  tags: 20,
  /** Of what is searched for. */
  searchChars: 200,
  /** Of what was found. */
  excerptChars: 140,
  shortcutChars: 40,
  cannedReplies: 200,
  /** Tags to choose from. */
  tagsShown: 200,
  /** Conversations that one request changes: all of two pages of the list. */
  changedTogether: 100,
  /** Conversations of a view; "999+" says enough, and costs the same however many there are. */
  counted: 1_000,
  /** So far ahead a conversation may be snoozed: a year. */
  snoozeDays: 366,
  /** Of a visitor, beside a conversation: other conversations, and files. */
  earlierShown: 10,
  filesShown: 20,
} as const;

/** What agents may send and are sent when they look after a site's knowledge. */
export const knowledgeLimits = {
  /** Most wordings of unanswered questions that are grouped: comparing them all takes 50 ms. */
  unansweredWordings: 500,
  /** Of a fact's title, and of a file's name. */
  titleChars: 200,
  /** Longest fact that is typed; what is longer is a document. */
  factChars: 10_000,
  /** Largest body with a fact in it, as it was and is: each UTF-16 unit may take three bytes. */
  factRequestBytes: 64 * 1024,
  /** With the questions that it is tried with, where it is written again: 500, each as long as a message may be. */
  writtenAgainBytes: 8 * 1024 * 1024,
  addressChars: 2_000,
  searchChars: 200,
  /** Facts of one site, approved answers among them: more than anybody types; what is longer is a document. */
  facts: 10_000,
  /** Of one site: files that wait to be imported, or are, and as many web sites apart from them. */
  importsWaiting: 50,
  /** Facts, approved answers among them: those are short, and typed by people who have no other place for what they know. */
  factsWaiting: 500,
  /** Of each of the three. */
  bytesWaiting: 200 * 2 ** 20,
  sourcesPerPage: 100,
  documentsPerPage: 50,
  passagesPerSearch: 50,
  /** Of a reply in a site's own words. */
  replyChars: 300,
  /** Largest body with all replies of all lists in a site's own words, as they were and are: some 340, each character in up to four bytes. */
  repliesRequestBytes: 1024 * 1024,
} as const;

/** What one request of `POST /v1/chat/completions` may hold beside its question and its system text. */
export const completionLimits = {
  /** Messages, system messages included. */
  messages: 64,
  /** Of all earlier turns together, in UTF-16 units: about 8,000 tokens, more than is read again for an answer. */
  earlierChars: 32_000,
  /** Largest body, in bytes: JSON may spend six on each UTF-16 unit. */
  requestBytes: 256 * 1024,
} as const;

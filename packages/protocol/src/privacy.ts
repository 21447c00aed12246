import * as z from 'zod/mini';

/** Ten years: longer is for ever. */
const mostRetentionDays = 3_650;

/** What is listed at most: the customers who were seen last, the newest receipts. */
export const privacyLimits = { visitorsShown: 20, receiptsShown: 50 } as const;

/** Who has said nothing, and of whom nothing is known, is forgotten when they were not seen for so many days, however long conversations are kept. */
export const strangerDays = 30;

/** `PUT …/privacy`. Null: conversations are kept for ever. */
export const privacyBody = z.object({
  retentionDays: z.nullable(z.int().check(z.minimum(1), z.maximum(mostRetentionDays))),
});

/** `GET …/visitors`: an id, or a part of a name, an e-mail address or the id that the site's server uses. */
export const visitorSearch = z.strictObject({ search: z.string().check(z.trim(), z.minLength(2), z.maxLength(254)) });

/** How much was deleted, by its kind. */
export interface DeletionCounts {
  visitors: number;
  conversations: number;
  messages: number;
  /** Entries of conversations' logs: what was written, rated, told. */
  events: number;
  /** Answers in whatever state, with their words, and what they were made from. */
  answers: number;
  /** Answers that others would have been given again. */
  cachedAnswers: number;
  unansweredQuestions: number;
  files: number;
}

/** What a worker dropped from its memory of a customer who was deleted. */
export interface WorkerForgot {
  workerId: string;
  /** It has told of all conversations; else the figures are those of some, or of none. */
  told: boolean;
  /** KV blocks: keys and values of prompts and answers. */
  blocks: number;
  bytes: number;
}

export interface DeletionReceiptView {
  id: string;
  /** Somebody asked for it, or its time was over. */
  reason: 'request' | 'retention';
  deletedAt: string;
  /** Null: the service itself, or an account that is gone. */
  deletedBy: string | null;
  counts: DeletionCounts;
  /** Of a deletion on request: those that ran at the time, whether they remembered anything or not. */
  workers: WorkerForgot[];
}

/** `GET …/privacy` */
export interface Privacy {
  retentionDays: number | null;
  /** The newest first. */
  receipts: DeletionReceiptView[];
}

/** A customer of a site, as found by a search. */
export interface FoundVisitor {
  id: string;
  name: string | null;
  email: string | null;
  externalId: string | null;
  lastSeenAt: string;
  conversations: number;
}

import * as z from 'zod/mini';
import type { Ack } from './result.ts';

/** What a visitor may write about the answers that they were given, and about themselves. */
export const feedbackLimits = {
  commentChars: 1_000,
  nameChars: 100,
  /** RFC 5321's longest path without its brackets. */
  emailChars: 254,
} as const;

export const thumb = z.enum(['up', 'down']);
export type Thumb = z.infer<typeof thumb>;

/** How good a conversation was: 1 (bad) to 5 (good). */
export const ratingScore = z.int().check(z.minimum(1), z.maximum(5));

/** Who had answered when a visitor said whether their question was solved: `bot` where no person had. */
export const solver = z.enum(['bot', 'person']);
export type Solver = z.infer<typeof solver>;

/** Loose on purpose, for only a letter that arrives proves an address: letters of any script, and a dot in the domain. */
const emailShape = /^[^\s@"<>(),;:\\]{1,64}@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\.]{2,}$/u;

/** An address to write to; blanks around it are taken off. */
export const contactEmail = z
  .string()
  .check(z.trim(), z.maxLength(feedbackLimits.emailChars), z.regex(emailShape, 'This is no e-mail address.'));

const comment = z.optional(z.nullable(z.string().check(z.maxLength(feedbackLimits.commentChars))));

/**
 * What a visitor thinks of what they were told, and the wish for a person. Each is the whole truth of its kind: the last one
 * wins, and the same one again changes nothing. What is changed becomes an event of the conversation.
 */
export const feedbackRequests = {
  /** `thumb: null` takes it back, with its comment. Only an answer that is a message can be rated. */
  'generation:rate': z.object({ generationId: z.uuid(), thumb: z.nullable(thumb), comment }),
  /** "Did this solve it?" */
  'conversation:solved': z.object({ conversationId: z.uuid(), solved: z.boolean() }),
  'conversation:rate': z.object({ conversationId: z.uuid(), score: ratingScore, comment }),
  /** Wishes for a person. Without a conversation, one is begun; it waits for a person from its first event on. */
  'person:request': z.object({ conversationId: z.optional(z.uuid()) }),
  /** Whether a person of the site is there to answer, now. */
  'person:available': z.object({}),
  /** Where the team can write to the visitor about this conversation. */
  'contact:leave': z.object({ conversationId: z.uuid(), email: contactEmail }),
} as const;
type Request<Name extends keyof typeof feedbackRequests> = z.infer<(typeof feedbackRequests)[Name]>;

/** Whether a person of the site is there to answer, now. */
export const peopleThere = z.object({
  available: z.boolean(),
  /** Where nobody is, outside of their hours: when they are back. Not sent by the version before. */
  backAt: z.optional(z.nullable(z.iso.datetime())),
});
export type PeopleThere = z.infer<typeof peopleThere>;

export interface RequestedPerson extends PeopleThere {
  conversationId: string;
}

export interface FeedbackToGateway {
  'generation:rate': (request: Request<'generation:rate'>, ack: Ack<null>) => void;
  'conversation:solved': (request: Request<'conversation:solved'>, ack: Ack<null>) => void;
  'conversation:rate': (request: Request<'conversation:rate'>, ack: Ack<null>) => void;
  'person:request': (request: Request<'person:request'>, ack: Ack<RequestedPerson>) => void;
  'person:available': (request: Request<'person:available'>, ack: Ack<PeopleThere>) => void;
  'contact:leave': (request: Request<'contact:leave'>, ack: Ack<null>) => void;
}

import * as z from 'zod/mini';
import { contactEmail, feedbackLimits } from './feedback.ts';
import type { Ack } from './result.ts';
import type { PreChatForm } from './widget-settings.ts';

/** Who a visitor is, as far as they or their site have said. */
export const visitorDetailsRequests = {
  'visitor:read': z.object({}),
  /** What a visitor says in the form before the chat; what is left out stays as it is. */
  'visitor:introduce': z.object({
    name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(feedbackLimits.nameChars))),
    email: z.optional(contactEmail),
  }),
} as const;
export type Introduction = z.infer<(typeof visitorDetailsRequests)['visitor:introduce']>;

export interface VisitorDetails {
  /** Their site's server has said who they are: they can't say otherwise. */
  identified: boolean;
  name: string | null;
  email: string | null;
  /** What the site asks for now; a gateway of the version before does not say. */
  preChat?: PreChatForm;
}

export interface VisitorDetailsToGateway {
  'visitor:read': (request: Record<string, never>, ack: Ack<VisitorDetails>) => void;
  'visitor:introduce': (request: Introduction, ack: Ack<VisitorDetails>) => void;
}

import * as z from 'zod/mini';
import { loadedValues } from './merge-changes.ts';

const atMost = (most: number) => z.int().check(z.minimum(1), z.maximum(most));

/** How many messages are taken at a site, of all that it shares with others; `PUT …/message-limits` is the body below. */
export const messageLimits = z.object({
  /** Of all customers together, a UTC day. */
  dailyMessageLimit: atMost(10_000_000),
  /** Over HTTP, from one address, or from the site's own servers. Null: as everywhere in the installation. */
  httpMessagesPerMinute: z.nullable(atMost(100_000)),
});
export type MessageLimits = z.infer<typeof messageLimits>;
export const messageLimitsBody = z.extend(messageLimits, { before: loadedValues });

import * as z from 'zod/mini';
import { inboxLimits, limits } from './limits.ts';

/** `POST …/canned-replies` and `PUT …/canned-replies/:id`. */
export const cannedReplyBody = z.object({
  /** What an agent types behind a slash. */
  shortcut: z
    .string()
    .check(
      z.trim(),
      z.toLowerCase(),
      z.minLength(1),
      z.maxLength(inboxLimits.shortcutChars),
      z.regex(/^[\p{L}\p{N}_-]+$/u, 'Letters, digits, - and _ only.'),
    ),
  /** `{name}` stands for the customer, `{agent}` for whoever sends it. */
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.messageChars)),
});
export type CannedReplyBody = z.infer<typeof cannedReplyBody>;
export interface CannedReply extends CannedReplyBody {
  id: string;
}

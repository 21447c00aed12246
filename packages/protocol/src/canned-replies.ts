import * as z from 'zod/mini';
import { inboxLimits, limits } from './limits.ts';
import { loadedValues } from './merge-changes.ts';

/** Of a regular expression: what a shortcut is written with; the marks are of letters, as in many scripts. */
export const shortcutCharacter = String.raw`[\p{L}\p{M}\p{N}_-]`;

/** Pure: as shortcuts are stored and compared; a letter and its mark may be typed as one character or as two. */
export const foldedShortcut = (text: string): string => text.toLowerCase().normalize('NFC');

/** `POST …/canned-replies`. */
export const cannedReplyBody = z.object({
  /** What an agent types behind a slash. */
  shortcut: z
    .string()
    .check(
      z.trim(),
      z.overwrite(foldedShortcut),
      z.minLength(1),
      z.maxLength(inboxLimits.shortcutChars),
      z.regex(new RegExp(`^${shortcutCharacter}+$`, 'u'), 'Letters, digits, - and _ only.'),
    ),
  /** `{name}` stands for the customer, `{agent}` for whoever sends it. */
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.messageChars)),
});
export type CannedReplyBody = z.infer<typeof cannedReplyBody>;
/** `PUT …/canned-replies/:id`. */
export const editedCannedReply = z.extend(cannedReplyBody, { before: loadedValues });
export interface CannedReply extends CannedReplyBody {
  id: string;
}

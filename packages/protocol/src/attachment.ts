import * as z from 'zod/mini';
import { attachmentLimits } from './limits.ts';

/**
 * The kinds of file that a customer may send. `endings`: what a name of that kind ends with; the first one is added where it
 * ends otherwise, so that nobody opens a file as something that it was not checked to be. `picture`: shown in its place.
 */
export const attachmentTypes = {
  'image/png': { endings: ['.png'], picture: true },
  'image/jpeg': { endings: ['.jpg', '.jpeg'], picture: true },
  'image/webp': { endings: ['.webp'], picture: true },
  'image/gif': { endings: ['.gif'], picture: true },
  'application/pdf': { endings: ['.pdf'], picture: false },
  'text/plain': { endings: ['.txt', '.log', '.csv', '.md'], picture: false },
} as const satisfies Record<string, { endings: readonly string[]; picture: boolean }>;
export type AttachmentType = keyof typeof attachmentTypes;

/** Whether a file is shown as a picture; one of a kind that only a newer version knows is not. */
export const isPicture = (type: string): boolean =>
  type in attachmentTypes && attachmentTypes[type as AttachmentType].picture;

/** Pure: a file's name as it is sent: its end, which tells the kind, without half a sign, as of an emoji that is cut in two. */
export const attachmentName = (fileName: string): string =>
  fileName.slice(-attachmentLimits.nameChars).replace(/\p{Cs}/gu, '') || 'file';

/** A file that belongs to a message. Its bytes are asked for by its id. */
export const attachment = z.object({
  id: z.uuid(),
  /** As its sender named it, without what a name may not hold. Hostile like any text. */
  name: z.string(),
  /** Told by its content. A newer version may send others than {@link attachmentTypes}. */
  type: z.string(),
  bytes: z.int().check(z.nonnegative()),
});
export type Attachment = z.infer<typeof attachment>;

/** The files of a message that is sent, by the ids that their uploads were given. */
export const attachmentIds = z.array(z.uuid()).check(z.maxLength(attachmentLimits.perMessage));

/** `?name=` of `POST /v1/attachments`, whose body is the file itself. */
export const attachmentQuery = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(attachmentLimits.nameChars)),
});

/** Where a file can be read for a while, without more than this address: a path of the gateway. */
export const attachmentAddress = z.object({ path: z.string(), expiresAt: z.iso.datetime() });
export type AttachmentAddress = z.infer<typeof attachmentAddress>;

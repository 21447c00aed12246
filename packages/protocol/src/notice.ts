import * as z from 'zod/mini';

const address = { siteId: z.uuid(), conversationId: z.uuid() };

/**
 * "There is something to read", between processes. `words` carries the text when it fits into a NOTIFY (7,999 bytes);
 * with `text: null` the reader fetches it from the log. A lost notice loses nothing: the log is read again at the next one.
 */
export const notice = z.discriminatedUnion('kind', [
  z.object({
    ...address,
    kind: z.literal('words'),
    generationId: z.uuid(),
    position: z.int().check(z.nonnegative()),
    text: z.nullable(z.string()),
  }),
  z.object({ ...address, kind: z.literal('event'), seq: z.int().check(z.positive()) }),
  /** For workers: nobody wants this answer any more. Its row says so too, which is what counts. */
  z.object({ ...address, kind: z.literal('stop'), generationId: z.uuid() }),
]);
export type Notice = z.infer<typeof notice>;

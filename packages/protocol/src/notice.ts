import * as z from 'zod/mini';
import { attentionKind } from './attention.ts';
import { agentPerson } from './conversation-event.ts';

const address = { siteId: z.uuid(), conversationId: z.uuid() };

/**
 * "There is something to read", between processes. `words` carries the text when it fits (into a NOTIFY: 7,999 bytes);
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
  /** A visitor began a conversation: their other sockets follow it. */
  z.object({ ...address, kind: z.literal('begun'), visitorId: z.uuid() }),
  /** A conversation is gone: who follows it is told, and relays nothing more of it. */
  z.object({ ...address, kind: z.literal('deleted'), visitorId: z.uuid() }),
  /**
   * For workers: the same; its answers are stopped, and what the model keeps of it is dropped. `receiptId`: of the deletion, to
   * which they tell how much that was.
   */
  z.object({ ...address, kind: z.literal('forget'), receiptId: z.optional(z.uuid()) }),
  /** For workers: nobody wants this answer any more. Its row says so too, which is what counts. */
  z.object({ ...address, kind: z.literal('stop'), generationId: z.uuid() }),
  /**
   * For workers: what all prompts of a site begin with is another text now, which they read ahead; or the site is removed, and
   * what they keep of it is let go of.
   */
  z.object({ kind: z.literal('published'), siteId: z.uuid() }),
  /** What somebody does in a conversation right now. `arrived`: whoever is there too says so again. */
  z.object({
    ...{ ...address, kind: z.literal('attention'), agent: z.nullable(agentPerson), doing: attentionKind },
    arrived: z.optional(z.boolean()),
  }),
  /** Who is there for a site's customers, or when, may have changed. */
  z.object({ kind: z.literal('people'), siteId: z.uuid() }),
  /** A site was removed or restored: its customers' and agents' sockets are looked at again. */
  z.object({ kind: z.literal('removed'), siteId: z.uuid() }),
  /** An anonymous visitor's conversations became those of who was identified: sockets of before are closed. */
  z.object({ kind: z.literal('moved'), visitorId: z.uuid() }),
  /** Somebody's sessions, memberships or roles have changed: their sockets are looked at again. */
  z.object({ kind: z.literal('access'), userId: z.string() }),
]);
export type Notice = z.infer<typeof notice>;
/** Of what happens in a conversation. */
export type ConversationNotice = Exclude<Notice, { kind: 'access' | 'people' | 'published' | 'removed' | 'moved' }>;
/** What workers are told: to stop an answer, to forget a conversation, to read a site's prompt ahead. */
export type WorkerNotice = Extract<Notice, { kind: 'stop' | 'forget' | 'published' }>;

/** Pure. Nobody but workers has a use for it. */
export const isForWorkers = (one: Notice): one is WorkerNotice =>
  one.kind === 'stop' || one.kind === 'forget' || one.kind === 'published';

const kinds: ReadonlySet<string> = new Set(notice.def.options.flatMap(({ shape }) => shape.kind.def.values));
const anyKind = z.object({ kind: z.string() });

/**
 * Reads a notice of this version or of another one: null for a kind that this version does not know. A newer process
 * tells of something that nobody here waits for.
 * @throws when it is no notice
 */
export function readNotice(value: unknown): Notice | null {
  const { kind } = anyKind.parse(value);
  return kinds.has(kind) ? notice.parse(value) : null;
}

import type { ReplyFile } from './reply-files.ts';

export const draftKinds = ['reply', 'note'] as const;
export type DraftKind = (typeof draftKinds)[number];

/** A reply or a note whose answer is not here yet. */
interface SentDraft {
  kind: DraftKind;
  id: string;
  text: string;
  files: readonly ReplyFile[];
}

/** What an agent has begun to write in a conversation. */
export interface Draft {
  kind: DraftKind;
  texts: Readonly<Record<DraftKind, string>>;
  /** Of what is being written: sent again after a failure, it is stored once. Empty until it is sent. */
  ids: Readonly<Record<DraftKind, string>>;
  /** Of the reply. */
  files: readonly ReplyFile[];
  /** Oldest first: kept until it is known that they are stored. */
  sent: readonly SentDraft[];
  /** Why it was not sent. */
  problem: string | null;
}

export const emptyDraft: Draft = {
  ...{ kind: 'reply', texts: { reply: '', note: '' }, ids: { reply: '', note: '' } },
  ...{ files: [], sent: [], problem: null },
};

/** Pure: whether there is something that somebody would miss. */
export const isBegun = ({ texts, files }: Draft): boolean =>
  texts.reply.trim() !== '' || texts.note.trim() !== '' || files.length > 0;

/** Pure: the draft once its text, and the files of a reply, are on their way under an id. */
export function sentDraft(draft: Draft, kind: DraftKind, id: string): Draft {
  const isReply = kind === 'reply';
  return {
    ...draft,
    texts: { ...draft.texts, [kind]: '' },
    ids: { ...draft.ids, [kind]: '' },
    files: isReply ? [] : draft.files,
    sent: [...draft.sent, { kind, id, text: draft.texts[kind], files: isReply ? draft.files : [] }],
    problem: null,
  };
}

/**
 * Pure: the draft once it is known what became of something sent. Where there is a problem it comes back; what was written since
 * stands below it, and is another text then.
 */
export function answeredDraft(draft: Draft, id: string, problem: string | null): Draft {
  const one = draft.sent.find((other) => other.id === id);
  if (!one) return draft;
  const now = { ...draft, sent: draft.sent.filter((other) => other !== one) };
  if (problem === null) return now;
  const { kind, text, files } = one;
  const since = now.texts[kind];
  const isSame = since.trim() === '' && (kind === 'note' || now.files.length === 0);
  return {
    ...now,
    texts: { ...now.texts, [kind]: since.trim() === '' ? text : `${text}\n\n${since}` },
    ids: { ...now.ids, [kind]: isSame ? id : '' },
    files: kind === 'reply' ? [...files, ...now.files] : now.files,
    problem,
  };
}

/** Pure: the draft once it is known that what came back of a kind had been stored all the same. */
export const storedDraft = (draft: Draft, kind: DraftKind): Draft => ({
  ...draft,
  texts: { ...draft.texts, [kind]: '' },
  ids: { ...draft.ids, [kind]: '' },
  files: kind === 'reply' ? [] : draft.files,
  problem: null,
});

/** Pure: the draft as another page finds it, to which no answer comes any more. */
const foundDraft = (draft: Draft): Draft =>
  draft.sent.reduceRight((now, { id }) => answeredDraft(now, id, unanswered), draft);

const unanswered = 'The page was left before the server answered: look above whether this was sent.';

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'frontdesk.draft.';

/**
 * What agents have begun to write, for each conversation: above the threads, of which only one is shown, and in the browser's
 * storage, so that a reload, signing in anew and closing the tab lose nothing. Each agent has their own; of two tabs that write in
 * one, the last one's stays.
 */
export class Drafts {
  private readonly storage: () => DraftStorage | null;
  private readonly known = new Map<string, Draft>();
  /** The keys of those that the storage has not, or not whole. */
  private readonly unkept = new Set<string>();
  private readonly listeners = new Set<() => void>();

  /** @param storage null where there is none, or the browser refuses it */
  constructor(storage: () => DraftStorage | null) {
    this.storage = storage;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The same object until it changes. */
  get(agentId: string, conversationId: string): Draft {
    const key = keyOf(agentId, conversationId);
    const draft = this.known.get(key) ?? this.read(key);
    this.known.set(key, draft);
    return draft;
  }

  change(agentId: string, conversationId: string, next: (draft: Draft) => Draft): void {
    const key = keyOf(agentId, conversationId);
    const draft = next(this.get(agentId, conversationId));
    this.known.set(key, draft);
    this.write(key, draft);
    for (const listener of this.listeners) listener();
  }

  /** Another tab has written: it is read anew, but for what only this page has, as a file on its way. */
  readonly hear = (key: string | null): void => {
    if (key === null || this.unkept.has(key) || !this.known.delete(key)) return;
    for (const listener of this.listeners) listener();
  };

  /** Whether a reload would lose something. */
  readonly hasUnkept = (): boolean => this.unkept.size > 0;

  /** Whether {@link clear} would lose something. */
  hasBegun(): boolean {
    return this.hasUnkept() || this.keptKeys().length > 0;
  }

  /** Whoever comes next at this browser reads none of them. */
  clear(): void {
    this.known.clear();
    this.unkept.clear();
    for (const key of this.keptKeys()) this.storage()?.removeItem(key);
    for (const listener of this.listeners) listener();
  }

  private keptKeys(): string[] {
    const storage = this.storage();
    const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
    return keys.filter((key) => key.startsWith(prefix));
  }

  private read(key: string): Draft {
    try {
      const stored: unknown = JSON.parse(this.storage()?.getItem(key) ?? 'null');
      // Only this page writes it; what an earlier version left out is as in an empty one.
      return typeof stored === 'object' && stored !== null ? foundDraft({ ...emptyDraft, ...stored }) : emptyDraft;
    } catch {
      return emptyDraft;
    }
  }

  private write(key: string, draft: Draft): void {
    // A file that is not there yet can't be kept: its bytes are the page's. One that was refused is nobody's loss.
    const kept = { ...draft, files: draft.files.filter(({ attachment }) => attachment !== null) };
    const isOnItsWay = draft.files.some(({ attachment, problem }) => attachment === null && problem === null);
    if (this.store(key, kept) && !isOnItsWay) this.unkept.delete(key);
    else this.unkept.add(key);
  }

  /** @returns whether it has it: without it, or where it is full, a draft lasts as long as the page */
  private store(key: string, draft: Draft): boolean {
    const storage = this.storage();
    const isWorthIt = isBegun(draft) || draft.sent.length > 0;
    try {
      if (isWorthIt) storage?.setItem(key, JSON.stringify(draft));
      else storage?.removeItem(key);
    } catch {
      return false;
    }
    return storage !== null || !isWorthIt;
  }
}

const keyOf = (agentId: string, conversationId: string): string => `${prefix}${agentId}.${conversationId}`;

const browserStorage = (): DraftStorage | null => {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
};

/** Those of this browser. */
export const drafts = new Drafts(browserStorage);
if (typeof window !== 'undefined') window.addEventListener('storage', ({ key }) => drafts.hear(key));

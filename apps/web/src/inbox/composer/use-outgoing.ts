import { type ChatState, createTypingSender } from '@frontdesk/chat';
import { limits } from '@frontdesk/protocol';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { isStored } from '../connection/pending-change.ts';
import type { ChangeThread } from '../connection/thread-change.ts';
import { answeredDraft, type DraftKind, draftKinds, sentDraft, storedDraft } from '../drafts/drafts.ts';
import { replyFiles } from '../drafts/reply-files.ts';
import { useDraft } from '../drafts/use-draft.ts';

export interface OutgoingOptions {
  /** Whoever writes. */
  agentId: string;
  /** The conversation so far. */
  chat: Pick<ChatState, 'entries'>;
  /** Whose conversation it is, for files. */
  place: { siteId: string; conversationId: string };
  change: ChangeThread;
  onTyping: ((into: DraftKind | null) => void) | undefined;
  /** Something goes out. */
  onSend: () => void;
  fieldRef: RefObject<HTMLTextAreaElement | null>;
}

/** What an agent writes, with its files, and how it goes out. What could not be sent comes back, under its id. */
export function useOutgoing({ agentId, chat, place, change, onTyping, onSend, fieldRef }: OutgoingOptions) {
  const [draft, setDraft] = useDraft(agentId, place.conversationId);
  const { kind, problem } = draft;
  // Its answer was lost, and it was not: sent once more in other words, the customer would read it twice.
  const stored = draftKinds.find((one) => draft.ids[one] !== '' && isStored(chat, draft.ids[one]));
  useEffect(() => {
    if (stored) setDraft((before) => storedDraft(before, stored));
  }, [stored, setDraft]);
  const text = draft.texts[kind];
  const tooLong = text.trim().length - limits.messageChars;
  const uploads = replyFiles(place, draft.files, (next) =>
    // Other files make another reply.
    setDraft((before) => ({ ...before, files: next(before.files), ids: { ...before.ids, reply: '' } })),
  );
  const files = kind === 'reply' ? draft.files : [];
  const sendable = files.flatMap(({ attachment }) => attachment ?? []);
  const isReady = (text.trim() !== '' || files.length > 0) && tooLong <= 0 && sendable.length === files.length;

  const tell = useRef(onTyping);
  tell.current = onTyping;
  const typing = useMemo(() => createTypingSender((types) => tell.current?.(types ? kind : null)), [kind]);
  // Also where the thread is left.
  useEffect(() => typing.stopped, [typing]);

  // What was begun before goes on at its end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another text alone
  useEffect(() => {
    const end = fieldRef.current?.value.length ?? 0;
    fieldRef.current?.setSelectionRange(end, end);
  }, [kind]);

  return {
    ...{ kind, text, files, problem, isReady },
    /** By how many characters; below 1, it is not. */
    tooLong,
    turnTo(other: DraftKind) {
      setDraft((before) => ({ ...before, kind: other }));
      fieldRef.current?.focus();
    },
    write(value: string) {
      if (value.trim() === '') typing.stopped();
      else typing.typed();
      setDraft((before) => ({
        ...before,
        texts: { ...before.texts, [kind]: value },
        ids: { ...before.ids, [kind]: '' },
      }));
    },
    /** A note has no files. */
    attach(added: readonly File[]) {
      if (kind !== 'reply') return;
      uploads.add(added);
      fieldRef.current?.focus();
    },
    removeFile: uploads.remove,
    /** Its place is free for the next one at once; where it is refused it comes back. */
    async submit() {
      if (!isReady) return;
      const id = draft.ids[kind] || crypto.randomUUID();
      typing.stopped();
      setDraft((before) => sentDraft(before, kind, id));
      fieldRef.current?.focus();
      onSend();
      const error =
        kind === 'reply'
          ? await change('conversation:reply', {
              ...{ clientMessageId: id, text },
              ...(sendable.length > 0 && { attachmentIds: sendable.map((one) => one.id) }),
            })
          : await change('conversation:note', { noteId: id, text });
      setDraft((before) => answeredDraft(before, id, error));
    },
  };
}

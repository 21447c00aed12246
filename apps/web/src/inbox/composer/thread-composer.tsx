import { isComposing } from '@frontdesk/chat/is-composing';
import { useFileDrop } from '@frontdesk/chat/use-file-drop';
import { attachmentTypes } from '@frontdesk/protocol';
import { Paperclip, Send, StickyNote } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useId, useRef } from 'react';
import { DropCover } from '../../forms/drop-cover.tsx';
import { Button, IconButton, Problem } from '../../forms/form-parts.tsx';
import { countOf } from '../../words/count-of.ts';
import { draftKinds } from '../drafts/drafts.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { useEnterSends } from '../keys/key-choice.ts';
import { commandKey, isSending } from '../keys/send-keys.ts';
import { CannedList, NoCannedReplies } from './canned-list.tsx';
import { ReplyFileList } from './reply-file-list.tsx';
import { useCannedList } from './use-canned-list.ts';
import type { CannedReplies } from './use-canned-replies.ts';
import { type OutgoingOptions, useOutgoing } from './use-outgoing.ts';

const kinds = {
  reply: { tab: 'Reply', placeholder: 'Write to the customer…', send: 'Send', hint: 'The customer sees this.' },
  note: { tab: 'Note', placeholder: 'Write to your team…', send: 'Add note', hint: 'Only your team sees this.' },
} as const;

const none = [] as const;
const foldedField =
  'compact:group-[:not(:focus-within)]:h-11! compact:group-[:not(:focus-within)]:resize-none compact:group-[:not(:focus-within)]:overflow-hidden compact:group-[:not(:focus-within)]:whitespace-nowrap';

/** Some browsers take the focus from the field at a press on a button, which would be folded away under the finger. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

const cannedPlaceholder = 'Write to the customer, or / for a canned reply…';

interface Props extends OutgoingOptions {
  /** What becomes of a reply where the customer has left. */
  mailHint: string;
  /** A reply takes the conversation over. */
  takesOver: boolean;
  canned: CannedReplies;
}

/** Where an agent writes: to the customer, or to the team. */
export function ThreadComposer({ mailHint, takesOver, canned, ...options }: Props) {
  const { fieldRef } = options;
  const outgoing = useOutgoing(options);
  const { kind, text, files, tooLong, isReady } = outgoing;
  const hintId = useId();
  const enterSends = useEnterSends();
  const look = kinds[kind];
  // Where there is little room, and nothing is written, one row is enough: the room is for the messages.
  const isIdle = text === '' && files.length === 0;
  const folded = isIdle ? 'compact:group-[:not(:focus-within)]:hidden' : '';
  const picker = useRef<HTMLInputElement>(null);
  const list = useCannedList({
    ...{ fieldRef, text, fill: canned.fill, onText: outgoing.write },
    replies: kind === 'reply' ? canned.replies : none,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || list.onKeyDown(event)) return;
    if (!isSending(event, enterSends)) return;
    event.preventDefault();
    void outgoing.submit();
  };
  const onPaste = (event: ClipboardEvent) => {
    const { files: pasted, types } = event.clipboardData;
    // Text that brings a picture of itself along is text.
    if (kind !== 'reply' || pasted.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    outgoing.attach([...pasted]);
  };
  const drop = useFileDrop(outgoing.attach);

  return (
    <form
      {...drop.handlers}
      onSubmit={(event) => {
        event.preventDefault();
        void outgoing.submit();
      }}
      className="group border-line border-t bg-surface px-3 pt-2 pb-2 sm:px-5 md:pb-3 compact:sticky compact:bottom-0"
    >
      <div
        className={`relative rounded-xl border has-[textarea:focus-visible]:border-focus has-[textarea:focus-visible]:ring-1 has-[textarea:focus-visible]:ring-focus ${kind === 'note' ? 'border-warn bg-warn-soft' : 'border-line-strong'}`}
      >
        {drop.dragging && (
          <DropCover>{kind === 'reply' ? 'Drop files to attach them' : 'A note has no files'}</DropCover>
        )}
        <CannedList list={list.list} />
        {kind === 'reply' && canned.isEmpty && list.asks && <NoCannedReplies />}
        <fieldset className={`flex gap-1 px-2 pt-1.5 ${folded}`} onMouseDown={keepFocus}>
          <legend className="sr-only">Whom you write to</legend>
          {draftKinds.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === kind}
              onClick={() => outgoing.turnTo(one)}
              className="rounded-md px-2 py-1 font-medium text-ink-soft text-xs hover:bg-hover aria-pressed:bg-hover aria-pressed:text-ink"
              {...keyHint(one, kinds[one].hint)}
            >
              {kinds[one].tab}
            </button>
          ))}
        </fieldset>
        <textarea
          ref={fieldRef}
          value={text}
          onChange={(event) => {
            outgoing.write(event.target.value);
            list.look();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          {...list.fieldAttributes}
          rows={3}
          dir="auto"
          placeholder={kind === 'reply' && canned.replies.length > 0 ? cannedPlaceholder : look.placeholder}
          aria-label={look.tab}
          aria-describedby={hintId}
          className={`block max-h-60 w-full resize-y bg-transparent px-3 py-2 text-base text-ink leading-relaxed outline-none placeholder:text-ink-faint sm:text-sm ${isIdle ? foldedField : ''}`}
        />
        <ReplyFileList files={files} onRemove={outgoing.removeFile} />
        <div className={`flex items-end justify-between gap-2 px-2 pb-2 ${folded}`}>
          <p
            id={hintId}
            className={`min-w-0 flex-1 self-center px-1 text-xs ${tooLong > 0 ? 'text-bad' : 'text-ink-soft'}`}
          >
            {tooLong > 0
              ? `${countOf(tooLong, 'character')} too many`
              : kind === 'note'
                ? look.hint
                : `${look.hint}${takesOver ? ' You take over from the assistant.' : ''} ${mailHint}`}
          </p>
          {kind === 'reply' && (
            <>
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                accept={Object.keys(attachmentTypes).join(',')}
                onChange={(event) => {
                  outgoing.attach([...(event.target.files ?? [])]);
                  event.target.value = '';
                }}
              />
              <IconButton label="Attach files" onMouseDown={keepFocus} onClick={() => picker.current?.click()}>
                <Paperclip aria-hidden="true" className="size-4" />
              </IconButton>
            </>
          )}
          <Button
            type="submit"
            look="primary"
            disabled={!isReady}
            aria-keyshortcuts={enterSends ? 'Enter' : 'Control+Enter Meta+Enter'}
            title={enterSends ? 'Shift + ↵ makes a new line' : '↵ makes a new line; under “Keys” it can send'}
          >
            {kind === 'reply' ? (
              <Send aria-hidden="true" className="size-4" />
            ) : (
              <StickyNote aria-hidden="true" className="size-4" />
            )}
            {look.send}
            {/* Whoever only touches has no such keys. */}
            <span aria-hidden="true" className="hidden text-xs opacity-75 any-pointer-fine:inline">
              {enterSends ? '↵' : `${commandKey} ↵`}
            </span>
          </Button>
        </div>
      </div>
      <div className="mt-2 empty:hidden">
        <Problem>{outgoing.problem}</Problem>
      </div>
    </form>
  );
}

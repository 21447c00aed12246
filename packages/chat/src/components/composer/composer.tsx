import { type Attachment, limits } from '@frontdesk/protocol';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useId,
  useSyncExternalStore,
} from 'react';
import type { HeldMessage } from '../../outgoing/held-message.ts';
import { isRefused, type Uploads } from '../../outgoing/uploads.ts';
import type { KeptDraft } from '../../storage/kept-draft.ts';
import { hasKeyboard } from '../has-keyboard.ts';
import { EditIcon, SendIcon, StopIcon } from '../icons.tsx';
import { ignoreSecondClick } from '../ignore-second-click.ts';
import { isComposing } from '../is-composing.ts';
import { useLoad } from '../lazy/lazy.tsx';
import { messageParts, rareParts } from '../lazy/lazy-parts.ts';
import { useStrings } from '../locale.tsx';
import { AttachButton } from './attach-button.tsx';
import { pastedFiles } from './pasted-files.ts';
import { useFieldText } from './use-field-text.ts';
import { useFittedHeight } from './use-fitted-height.ts';
import { useHeldSend } from './use-held-send.ts';

const UploadTray = rareParts.component((parts) => parts.UploadTray);

/** From here on the customer is told how much room is left. */
const countFromChars = limits.messageChars - 300;

/** The visitor's last message, to be written anew; each new object begins once more. */
export interface Editing {
  messageId: string;
  text: string;
}

/** What the page around the chat would have the customer say. */
export interface Draft {
  text: string;
}

/** The field that grows with its text. Enter sends, Shift+Enter makes a line. The button sends or stops. */
export function Composer(props: {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  draft: Draft | undefined;
  /** What its writer has begun, also on the page before. */
  kept: KeptDraft;
  /** The message that is being written anew. */
  editing: Editing | null;
  onCancelEditing: () => void;
  uploads: Uploads;
  onSend: (text: string, attachments: readonly Attachment[]) => void;
  /** What is sent waits for its files. */
  onHold: HeldMessage['hold'];
  /** Something is written; `false`: the field is empty again. */
  onTyping: (typing: boolean) => void;
  /** Given while an answer is being made: it can be stopped as long as nothing is written. */
  onStop: (() => void) | undefined;
  /** Who answers, where it is a person. */
  person: string | null;
  disabled: boolean;
}) {
  const { fieldRef, draft, kept, editing, onCancelEditing, uploads, onSend, onHold, onTyping, onStop } = props;
  const { person, disabled } = props;
  const strings = useStrings();
  const noticeId = useId();
  const editingId = useId();
  const { text, write, clear } = useFieldText(fieldRef, kept, draft, editing);
  useFittedHeight(fieldRef, text, disabled);
  const left = limits.messageChars - text.trim().length;
  const chosen = useSyncExternalStore(uploads.subscribe, uploads.getState, uploads.getState);
  // Files wait for the next message: one that is written anew has none.
  const files = editing === null ? chosen : [];
  // What is refused for good is told in the tray, and holds nothing up.
  const sendable = files.filter((file) => !isRefused(file));
  const hasContent = text.trim() !== '' || sendable.length > 0;
  const ready = hasContent && left >= 0 && !disabled && sendable.every(({ status }) => status !== 'failed');
  // By the time that it is written, what shows messages is here.
  useLoad(messageParts, hasContent);
  const onTaken = useCallback(() => {
    clear();
    onTyping(false);
  }, [clear, onTyping]);
  const [held, submit] = useHeldSend({
    ...{ fieldRef, text, ready, onHold, onTaken },
    uploaded: sendable.every(({ status }) => status === 'ready'),
    refused: files.length - sendable.length,
    editing: editing !== null,
    send() {
      onSend(text, editing === null ? uploads.take() : []);
      onTaken();
    },
  });
  const isHeldSaid = held && text.length <= countFromChars;

  function cancelEditing(): void {
    clear();
    onCancelEditing();
  }

  function onPaste(event: ClipboardEvent): void {
    const pasted = pastedFiles(event.clipboardData);
    if (pasted.length === 0) return;
    event.preventDefault();
    uploads.add(pasted);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // The keys of a word that an input method composes are its own.
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape' && editing !== null) {
      // The chat would close, too.
      event.stopPropagation();
      cancelEditing();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      className="fd-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {editing !== null && (
        <div className="fd-editing">
          <EditIcon />
          <span id={editingId}>{strings.editing}</span>
          <button
            type="button"
            className="fd-link"
            onClick={() => {
              cancelEditing();
              fieldRef.current?.focus();
            }}
          >
            {strings.cancel}
          </button>
        </div>
      )}
      {files.length > 0 && <UploadTray files={files} uploads={uploads} />}
      <div className="fd-field">
        <AttachButton
          disabled={disabled || editing !== null}
          onFiles={(chosen) => {
            uploads.add(chosen);
            if (hasKeyboard()) fieldRef.current?.focus();
          }}
        />
        <textarea
          ref={fieldRef}
          className="fd-input"
          rows={1}
          value={text}
          placeholder={strings.placeholder}
          aria-label={strings.messageLabel}
          aria-describedby={editing === null ? noticeId : `${editingId} ${noticeId}`}
          enterKeyHint="send"
          disabled={disabled}
          onChange={(event) => {
            write(event.currentTarget.value);
            onTyping(event.currentTarget.value.trim() !== '');
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {onStop && editing === null && !hasContent ? (
          <button
            type="button"
            className="fd-send"
            aria-label={strings.stop}
            onClick={onStop}
            onClickCapture={ignoreSecondClick}
          >
            <StopIcon />
          </button>
        ) : (
          <button type="submit" className="fd-send" aria-label={strings.send} disabled={!ready}>
            <SendIcon />
          </button>
        )}
      </div>
      <p className="fd-notice" id={noticeId}>
        {/* There before its words, or they would not be read out. */}
        <span role="status">{isHeldSaid && strings.files.held}</span>
        {isHeldSaid ? null : text.length > countFromChars ? (
          <span className="fd-count" data-over={left < 0 || undefined}>
            {left < 0 ? strings.charactersTooMany(-left) : strings.charactersLeft(left)}
          </span>
        ) : person === null ? (
          strings.notice
        ) : (
          strings.noticePerson(person)
        )}
      </p>
    </form>
  );
}

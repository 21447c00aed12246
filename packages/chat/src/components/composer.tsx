import { type Attachment, limits } from '@frontdesk/protocol';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { KeptDraft } from '../kept-draft.ts';
import { isRefused, type Uploads } from '../uploads.ts';
import { AttachButton } from './attach-button.tsx';
import { hasKeyboard } from './has-keyboard.ts';
import { EditIcon, SendIcon, StopIcon } from './icons.tsx';
import { ignoreSecondClick } from './ignore-second-click.ts';
import { isComposing } from './is-composing.ts';
import { messageParts, rareParts } from './lazy-parts.ts';
import { useStrings } from './locale.tsx';

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
  /** What is sent waits for its files. Returns its undo; calls back where it is taken out of the field. */
  onHold: (text: string, onTaken: () => void) => () => void;
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
  const [text, setText] = useState('');
  const left = limits.messageChars - text.trim().length;
  const chosen = useSyncExternalStore(uploads.subscribe, uploads.getState, uploads.getState);
  // Files wait for the next message: one that is written anew has none.
  const files = editing === null ? chosen : [];
  // It goes out as soon as its files are there.
  const [held, setHeld] = useState(false);
  // What is refused for good is told in the tray, and holds nothing up.
  const sendable = files.filter((file) => !isRefused(file));
  const refused = files.length - sendable.length;
  /** As many were refused when send was pressed. */
  const refusedBefore = useRef(0);
  const hasContent = text.trim() !== '' || sendable.length > 0;
  const ready = hasContent && left >= 0 && !disabled && sendable.every(({ status }) => status !== 'failed');
  // By the time that it is written, what shows messages is here.
  useEffect(() => {
    if (hasContent) void messageParts.load();
  }, [hasContent]);
  const isHeldSaid = held && text.length <= countFromChars;
  const uploaded = sendable.every(({ status }) => status === 'ready');

  // Its height follows the text; set through CSSOM, which a strict content security policy allows.
  const fitHeight = useCallback(() => {
    const field = fieldRef.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }, [fieldRef]);
  // While the chat is shut, it has none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(fitHeight, [fitHeight, text, disabled]);
  // A phone that is turned, and a font that comes later, break the lines elsewhere.
  useEffect(() => {
    document.fonts?.addEventListener('loadingdone', fitHeight);
    window.addEventListener('resize', fitHeight);
    return () => {
      document.fonts?.removeEventListener('loadingdone', fitHeight);
      window.removeEventListener('resize', fitHeight);
    };
  }, [fitHeight]);

  /** What was written before an earlier message came into the field. */
  const putAside = useRef('');
  const write = useCallback(
    (next: string) => {
      setText(next);
      // The question that is written anew is kept where it stands.
      kept.keep(editing === null ? next : putAside.current);
    },
    [kept, editing],
  );
  // Before what the page would have them say.
  useLayoutEffect(() => {
    const begun = kept.restore();
    setText((before) => (before.trim() === '' ? begun : before));
  }, [kept]);

  useEffect(() => {
    if (draft !== undefined) setText((before) => (before.trim() === '' ? draft.text : before));
  }, [draft]);

  useEffect(() => {
    if (editing === null) return;
    setText((before) => {
      putAside.current = before;
      return editing.text;
    });
    fieldRef.current?.focus();
    // Where it ended by itself, what was written since is a message of its own.
    return () => setText((now) => (now === editing.text ? putAside.current : now));
  }, [editing, fieldRef]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the files decide
  useEffect(() => {
    if (!held) return;
    // What is in the field then is an earlier question: what waited is sent by whoever comes back to it.
    // A message whose file is refused meanwhile goes without it only when its writer has seen that.
    if (!ready || editing !== null || refused > refusedBefore.current) setHeld(false);
    else if (uploaded) submit();
  }, [held, ready, uploaded, editing, refused]);

  useEffect(() => {
    if (!held) return;
    return onHold(text, () => {
      setHeld(false);
      write('');
      onTyping(false);
    });
  }, [held, text, onHold, onTyping, write]);

  function submit(): void {
    if (!ready) return;
    fieldRef.current?.focus();
    refusedBefore.current = refused;
    setHeld(!uploaded);
    if (!uploaded) return;
    onSend(text, editing === null ? uploads.take() : []);
    onTyping(false);
    write(editing === null ? '' : putAside.current);
  }

  function cancelEditing(): void {
    write(putAside.current);
    onCancelEditing();
  }

  function onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    const pasted = [...clipboardData.files];
    // Text that brings a picture of itself along is text. A file brings its name along as text, or where it is, or no ending.
    const words = clipboardData.getData('text/plain').normalize();
    const isName = (line: string) =>
      pasted.some(({ name }) => line.endsWith(name.normalize()) || name.normalize().startsWith(line));
    const isText = (words !== '' && /html|rtf/.test(`${clipboardData.types}`)) || !words.split(/[\r\n]+/).every(isName);
    if (isText) return;
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

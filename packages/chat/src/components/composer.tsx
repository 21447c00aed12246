import { limits } from '@frontdesk/protocol';
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { EditIcon, SendIcon, StopIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';

/** From here on the customer is told how much room is left. */
const countFromChars = limits.messageChars - 300;

/** The visitor's last message, to be written anew; each new object begins once more. */
export interface Editing {
  messageId: string;
  text: string;
}

/** The field that grows with its text. Enter sends, Shift+Enter makes a line. The button sends or stops. */
export function Composer(props: {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  /** The message that is being written anew. */
  editing: Editing | null;
  onCancelEditing: () => void;
  onSend: (text: string) => void;
  /** Given while an answer is being made: it can be stopped as long as nothing is written. */
  onStop: (() => void) | undefined;
  /** Who answers, where it is a person. */
  person: string | null;
  disabled: boolean;
}) {
  const { fieldRef, editing, onCancelEditing, onSend, onStop, person, disabled } = props;
  const strings = useStrings();
  const noticeId = useId();
  const editingId = useId();
  const [text, setText] = useState('');
  const left = limits.messageChars - text.trim().length;
  const ready = text.trim() !== '' && left >= 0 && !disabled;

  // Its height follows the text; set through CSSOM, which a strict content security policy allows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const field = fieldRef.current;
    if (field === null) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }, [fieldRef, text]);

  /** What was written before an earlier message came into the field. */
  const putAside = useRef('');
  useEffect(() => {
    if (editing === null) return;
    setText((before) => {
      putAside.current = before;
      return editing.text;
    });
    fieldRef.current?.focus();
    return () => setText(putAside.current);
  }, [editing, fieldRef]);

  function submit(): void {
    if (!ready) return;
    onSend(text);
    // The end of editing brings back what was put aside.
    if (editing === null) setText('');
    fieldRef.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Escape' && editing !== null) {
      // The chat would close, too.
      event.stopPropagation();
      onCancelEditing();
      return;
    }
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
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
              onCancelEditing();
              fieldRef.current?.focus();
            }}
          >
            {strings.cancel}
          </button>
        </div>
      )}
      <div className="fd-field">
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
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {onStop && editing === null && text.trim() === '' ? (
          <button
            type="button"
            className="fd-send"
            aria-label={strings.stop}
            onClick={() => {
              onStop();
              // The button goes with the answer, and must not take the focus along.
              fieldRef.current?.focus();
            }}
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
        {text.length > countFromChars ? (
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

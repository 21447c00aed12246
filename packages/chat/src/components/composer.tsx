import { limits } from '@frontdesk/protocol';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useState } from 'react';
import { SendIcon, StopIcon } from './icons.tsx';
import { useStrings } from './locale.tsx';

/** From here on the customer is told how much room is left. */
const countFromChars = limits.messageChars - 300;

/** The field that grows with its text. Enter sends, Shift+Enter makes a line. The button sends or stops. */
export function Composer(props: {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  onSend: (text: string) => void;
  /** Given while an answer is being made: it can be stopped as long as nothing is written. */
  onStop: (() => void) | undefined;
  disabled: boolean;
}) {
  const { fieldRef, onSend, onStop, disabled } = props;
  const strings = useStrings();
  const noticeId = useId();
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

  function submit(): void {
    if (!ready) return;
    onSend(text);
    setText('');
    fieldRef.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
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
      <div className="fd-field">
        <textarea
          ref={fieldRef}
          className="fd-input"
          rows={1}
          value={text}
          placeholder={strings.placeholder}
          aria-label={strings.messageLabel}
          aria-describedby={noticeId}
          enterKeyHint="send"
          disabled={disabled}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {onStop && text.trim() === '' ? (
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
        ) : (
          strings.notice
        )}
      </p>
    </form>
  );
}

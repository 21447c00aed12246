import { contactEmail, feedbackLimits } from '@frontdesk/protocol';
import { useId, useRef, useState } from 'react';
import { useStrings } from '../locale.tsx';
import { useOpenedForm } from './use-opened-form.ts';

/** Asks for an address to write to. */
export function EmailForm(props: {
  initial: string;
  /** The customer is at it. */
  onWriting: () => void;
  onLeave: (email: string) => void;
  onCancel?: () => void;
}) {
  const { initial, onWriting, onLeave, onCancel } = props;
  const { feedback: strings } = useStrings();
  const fieldId = useId();
  const errorId = useId();
  const fieldRef = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const [wrong, setWrong] = useState(false);

  const onKeyDown = useOpenedForm(fieldRef, onCancel);

  function submit(): void {
    const parsed = contactEmail.safeParse(text);
    setWrong(!parsed.success);
    if (parsed.success) onLeave(parsed.data);
    else fieldRef.current?.focus();
  }

  return (
    <form
      className="fd-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={onKeyDown}
    >
      <label htmlFor={fieldId}>{strings.email}</label>
      <div className="fd-field-line">
        <div className="fd-form-field">
          <input
            ref={fieldRef}
            id={fieldId}
            className="fd-text-field"
            type="email"
            name="email"
            autoComplete="email"
            inputMode="email"
            dir="ltr"
            maxLength={feedbackLimits.emailChars}
            value={text}
            aria-invalid={wrong || undefined}
            aria-describedby={wrong ? errorId : undefined}
            onChange={(event) => {
              setText(event.currentTarget.value);
              onWriting();
              setWrong(false);
            }}
          />
          {wrong && (
            <p id={errorId} className="fd-field-error" role="alert">
              {strings.emailWrong}
            </p>
          )}
        </div>
        <button type="submit" className="fd-button">
          {onCancel === undefined ? strings.leaveEmail : strings.saveEmail}
        </button>
        {onCancel !== undefined && (
          <button type="button" className="fd-button fd-button-quiet" onClick={onCancel}>
            {strings.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

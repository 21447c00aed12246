import { feedbackLimits } from '@frontdesk/protocol';
import { useId, useRef, useState } from 'react';
import { useStrings } from '../locale.tsx';
import { useOpenedForm } from './use-opened-form.ts';

/** A few words beside a rating; they are never needed. Escape leaves it. */
export function CommentForm(props: {
  id?: string;
  label: string;
  initial: string | null;
  onSend: (comment: string | null) => void;
  onCancel?: () => void;
}) {
  const { id, label, initial, onSend, onCancel } = props;
  const strings = useStrings();
  const fieldId = useId();
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(initial ?? '');

  const onKeyDown = useOpenedForm(fieldRef, onCancel);

  return (
    <form
      id={id}
      className="fd-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(text.trim() === '' ? null : text.trim());
      }}
      onKeyDown={onKeyDown}
    >
      <label htmlFor={fieldId}>{label}</label>
      <textarea
        ref={fieldRef}
        id={fieldId}
        className="fd-text-field"
        rows={2}
        dir="auto"
        maxLength={feedbackLimits.commentChars}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="fd-form-buttons">
        <button type="submit" className="fd-button">
          {strings.feedback.send}
        </button>
        {onCancel !== undefined && (
          <button type="button" className="fd-button fd-button-quiet" onClick={onCancel}>
            {strings.feedback.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

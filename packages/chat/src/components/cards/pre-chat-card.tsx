import {
  contactEmail,
  feedbackLimits,
  type Introduction,
  type PreChatField,
  type WireError,
} from '@frontdesk/protocol';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { errorText } from '../../strings/error-text.ts';
import { hasKeyboard } from '../has-keyboard.ts';
import { useStrings } from '../locale.tsx';

type Fault = 'missing' | 'emailWrong';

/** Asks who the customer is, before their first message. */
export function PreChatCard(props: {
  fields: readonly PreChatField[];
  onIntroduce: (introduction: Introduction) => Promise<WireError | null>;
  /** Where the focus goes when all is said. */
  nextRef: RefObject<HTMLElement | null>;
  /** The chat was opened here: what has the focus nowhere may take it. */
  takesFocus: boolean;
}) {
  const { fields, onIntroduce, nextRef, takesFocus } = props;
  const blocks = fields.some(({ required }) => required);
  const strings = useStrings();
  const id = useId();
  const formRef = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState({ name: '', email: '' });
  const [faults, setFaults] = useState<Partial<Record<PreChatField['name'], Fault>>>({});
  const [problem, setProblem] = useState<WireError | null>(null);
  const [sending, setSending] = useState(false);

  // The field below is closed until then: what it had of the focus is this form's.
  useEffect(() => {
    // In a frame that nobody has asked for, the focus is with whoever types on the page around it.
    if (!takesFocus && !document.hasFocus()) return;
    const { activeElement } = document;
    const isNowhere = activeElement === document.body || activeElement === nextRef.current;
    if (isNowhere && blocks && hasKeyboard()) formRef.current?.querySelector('input')?.focus();
  }, [blocks, nextRef, takesFocus]);

  async function submit(): Promise<void> {
    const found = Object.fromEntries(fields.flatMap((field) => faultOf(field, values[field.name])));
    setFaults(found);
    setProblem(null);
    const first = fields.find(({ name }) => found[name]);
    if (first !== undefined) {
      formRef.current?.querySelector<HTMLElement>(`[name=${first.name}]`)?.focus();
      return;
    }
    const said = fields.filter(({ name }) => values[name].trim() !== '').map(({ name }) => [name, values[name].trim()]);
    setSending(true);
    const wrong = await onIntroduce(Object.fromEntries(said));
    setSending(false);
    setProblem(wrong);
    if (wrong === null) nextRef.current?.focus();
  }

  return (
    <li className="fd-row fd-card" data-role="pre-chat">
      <form
        ref={formRef}
        className="fd-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="fd-card-title">{strings.feedback.preChatTitle}</p>
        {fields.map(({ name, required }) => (
          <div key={name} className="fd-form-field">
            <label htmlFor={id + name}>
              {strings.feedback[name]}
              {!required && <span className="fd-optional"> ({strings.feedback.optional})</span>}
            </label>
            <input
              id={id + name}
              className="fd-text-field"
              name={name}
              type={name === 'email' ? 'email' : 'text'}
              autoComplete={name}
              dir={name === 'email' ? 'ltr' : 'auto'}
              maxLength={name === 'email' ? feedbackLimits.emailChars : feedbackLimits.nameChars}
              required={required}
              value={values[name]}
              aria-invalid={faults[name] !== undefined || undefined}
              aria-describedby={faults[name] === undefined ? undefined : `${id + name}-fault`}
              onChange={(event) => {
                setValues({ ...values, [name]: event.currentTarget.value });
                setFaults({ ...faults, [name]: undefined });
              }}
            />
            {faults[name] !== undefined && (
              <p id={`${id + name}-fault`} className="fd-field-error" role="alert">
                {strings.feedback[faults[name]]}
              </p>
            )}
          </div>
        ))}
        {problem !== null && (
          <p className="fd-field-error" role="alert">
            {errorText(strings, problem)}
          </p>
        )}
        <button type="submit" className="fd-button fd-button-wide" disabled={sending}>
          {strings.feedback.begin}
        </button>
      </form>
    </li>
  );
}

function faultOf({ name, required }: PreChatField, value: string): [PreChatField['name'], Fault][] {
  const blank = value.trim() === '';
  if (blank) return required ? [[name, 'missing']] : [];
  return name === 'email' && !contactEmail.safeParse(value).success ? [[name, 'emailWrong']] : [];
}

import { useId, useRef, useState } from 'react';
import type { AnswerFeedback } from '../../state/feedback-state.ts';
import { AgainIcon, ThumbDownIcon, ThumbUpIcon } from '../icons.tsx';
import { rareParts } from '../lazy/lazy-parts.ts';
import { useStrings } from '../locale.tsx';
import { CopyButton } from './copy-button.tsx';
import { MessageTime } from './message-time.tsx';

const CommentForm = rareParts.component((parts) => parts.CommentForm);

export interface MessageActionsProps {
  feedback: AnswerFeedback | undefined;
  /** Given where the answer can be rated. */
  onRate: ((thumb: AnswerFeedback['thumb'], comment: string | null) => void) | undefined;
  /** When it ended. */
  at: string | null;
  /** To be copied. */
  text: string;
  /** Given where its question can be asked again. */
  onAskAgain: (() => void) | undefined;
}

/** What can be done with a finished answer: the row below it. */
export function MessageActions({ feedback, onRate, at, text, onAskAgain }: MessageActionsProps) {
  const { feedback: strings, askAgain } = useStrings();
  const { thumb = null, comment = null } = feedback ?? {};
  const [writing, setWriting] = useState(false);
  const [thanked, setThanked] = useState(false);
  const formId = useId();
  const downRef = useRef<HTMLButtonElement>(null);
  const changeRef = useRef<HTMLButtonElement>(null);

  function rate(next: 'up' | 'down'): void {
    onRate?.(thumb === next ? null : next, null);
    setWriting(next === 'down' && thumb !== 'down');
    setThanked(false);
  }

  function close(): void {
    setWriting(false);
    // The field goes, and must not take the focus along.
    (changeRef.current ?? downRef.current)?.focus();
  }

  return (
    <div className="fd-actions">
      <div className="fd-actions-row">
        {at !== null && <MessageTime at={at} />}
        {onRate && (
          <>
            <button
              type="button"
              className="fd-action"
              aria-label={strings.helpful}
              title={strings.helpful}
              aria-pressed={thumb === 'up'}
              onClick={() => rate('up')}
            >
              <ThumbUpIcon />
            </button>
            <button
              ref={downRef}
              type="button"
              className="fd-action"
              aria-label={strings.notHelpful}
              title={strings.notHelpful}
              aria-pressed={thumb === 'down'}
              aria-expanded={writing}
              aria-controls={writing ? formId : undefined}
              onClick={() => rate('down')}
            >
              <ThumbDownIcon />
            </button>
          </>
        )}
        <CopyButton text={text} />
        {onAskAgain && (
          <button type="button" className="fd-action" aria-label={askAgain} title={askAgain} onClick={onAskAgain}>
            <AgainIcon />
          </button>
        )}
        {/* There before its words, or they would not be read out. */}
        {(writing || thanked) && (
          <span className="fd-thanks" role="status">
            {thanked && strings.thanks}
          </span>
        )}
      </div>
      {thumb === 'down' && !writing && comment !== null && (
        <p className="fd-comment">
          <span dir="auto">{comment}</span>{' '}
          <button ref={changeRef} type="button" className="fd-link" onClick={() => setWriting(true)}>
            {strings.change}
          </button>
        </p>
      )}
      {thumb === 'down' && writing && (
        <CommentForm
          id={formId}
          label={strings.whatWasWrong}
          initial={comment}
          onSend={(written) => {
            onRate?.('down', written);
            setThanked(true);
            close();
          }}
          onCancel={close}
        />
      )}
    </div>
  );
}

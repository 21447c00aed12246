import { memo } from 'react';
import type { Answer } from '../chat-state.ts';
import type { FeedbackActions } from '../feedback-outbox.ts';
import type { AnswerFeedback } from '../feedback-state.ts';
import { errorText } from '../strings/error-text.ts';
import { waitingText } from '../strings/waiting-text.ts';
import type { TimelineItem } from '../timeline.ts';
import { AlertIcon } from './icons.tsx';
import { useLocale, useStrings } from './locale.tsx';
import { Markdown } from './markdown.tsx';
import { MessageActions } from './message-actions.tsx';
import { SourceList } from './source-list.tsx';
import { useReadingPace } from './use-reading-pace.ts';

interface BubbleProps {
  item: Exclude<TimelineItem, { kind: 'hand-over' | 'remark' }>;
  /** Of an answer. */
  feedback: AnswerFeedback | undefined;
  online: boolean;
  onResend: (clientMessageId: string) => void;
  onAskAgain: (question: string) => void;
  onRate: FeedbackActions['rateAnswer'];
}

/** One message of the log with its state. */
export function MessageBubble({ item, feedback, online, onResend, onAskAgain, onRate }: BubbleProps) {
  const strings = useStrings();
  switch (item.kind) {
    case 'visitor':
      return (
        <li className="fd-row fd-row-visitor" data-role="visitor">
          <div className="fd-bubble fd-bubble-visitor" data-status={item.status}>
            <span className="fd-hidden">{strings.visitorSaid}</span>
            <span className="fd-plain">{item.text}</span>
          </div>
          {item.status !== 'sent' && <SendStatus item={item} online={online} onResend={onResend} />}
        </li>
      );
    case 'agent':
      return (
        <li className="fd-row fd-row-other" data-role="agent">
          <div className="fd-bubble fd-bubble-other">
            <span className="fd-hidden">{strings.personSaid}</span>
            <span className="fd-plain">{item.text}</span>
          </div>
        </li>
      );
    case 'told-answer':
      return (
        <li className="fd-row fd-row-other" data-role="assistant" data-state="done">
          <div className="fd-bubble fd-bubble-other">
            <span className="fd-hidden">{strings.assistantSaid}</span>
            <Markdown text={item.text} />
          </div>
        </li>
      );
    case 'answer':
      return (
        <AnswerBubble
          answer={item.answer}
          question={item.question}
          onAskAgain={onAskAgain}
          feedback={feedback}
          onRate={onRate}
        />
      );
  }
}

type Unsent = Extract<TimelineItem, { kind: 'visitor'; status: 'sending' | 'failed' }>;

function SendStatus({ item, online, onResend }: { item: Unsent; online: boolean; onResend: (id: string) => void }) {
  const strings = useStrings();
  const why = item.error === null ? null : errorText(strings, item.error);
  if (item.status === 'failed') {
    return (
      <div className="fd-note fd-note-error" role="alert">
        <AlertIcon />
        <p>
          {strings.notSent} {why}{' '}
          <button type="button" className="fd-link" onClick={() => onResend(item.clientMessageId)}>
            {strings.tryAgain}
          </button>
        </p>
      </div>
    );
  }
  const reason = why ?? (online ? strings.sending : strings.waitingForConnection);
  return <div className="fd-note fd-note-late">{reason}</div>;
}

interface AnswerBubbleProps {
  answer: Answer;
  question: string | null;
  feedback: AnswerFeedback | undefined;
  onAskAgain: (question: string) => void;
  onRate: FeedbackActions['rateAnswer'];
}

const AnswerBubble = memo(function AnswerBubble({ answer, question, feedback, onAskAgain, onRate }: AnswerBubbleProps) {
  const locale = useLocale();
  const { strings } = locale;
  const { text, sources, error } = answer;
  const shown = useReadingPace(text);
  // An answer is finished for its reader when all of it is to be seen.
  const phase = shown < text.length ? 'streaming' : answer.phase;
  return (
    <li className="fd-row fd-row-other" data-role="assistant" data-state={phase} data-generation={answer.generationId}>
      {phase === 'waiting' ? (
        <div className="fd-bubble fd-bubble-other fd-waiting">
          <span className="fd-hidden">{strings.writing}</span>
          <span className="fd-dot" />
          <span className="fd-dot" />
          <span className="fd-dot" />
          {answer.queue && <span className="fd-place">{waitingText(locale, answer.queue)}</span>}
        </div>
      ) : (
        text !== '' && (
          <div className="fd-bubble fd-bubble-other">
            <span className="fd-hidden">{strings.assistantSaid}</span>
            <Markdown text={text.slice(0, shown)} unfinished={phase !== 'done'} growing={phase === 'streaming'} />
          </div>
        )
      )}
      {phase === 'done' && <SourceList sources={sources} />}
      {phase === 'done' && (
        <MessageActions feedback={feedback} onRate={(thumb, comment) => onRate(answer.generationId, thumb, comment)} />
      )}
      {phase === 'stopped' && (
        <div className="fd-note">
          <p>
            {strings.stopped}{' '}
            {question !== null && (
              <button type="button" className="fd-link" onClick={() => onAskAgain(question)}>
                {strings.tryAgain}
              </button>
            )}
          </p>
        </div>
      )}
      {phase === 'failed' && (
        <div className="fd-note fd-note-error">
          <AlertIcon />
          <p>
            {error !== null && errorText(strings, error)}{' '}
            {question !== null && (
              <button type="button" className="fd-link" onClick={() => onAskAgain(question)}>
                {strings.tryAgain}
              </button>
            )}
          </p>
        </div>
      )}
    </li>
  );
});

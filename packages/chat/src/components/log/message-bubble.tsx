import { memo, type ReactNode } from 'react';
import type { TimelineItem } from '../../log/timeline.ts';
import type { FeedbackActions } from '../../outgoing/feedback-outbox.ts';
import type { Answer } from '../../state/chat-state.ts';
import type { AnswerFeedback } from '../../state/feedback-state.ts';
import { errorText } from '../../strings/error-text.ts';
import { waitingText } from '../../strings/waiting-text.ts';
import type { Editing } from '../composer/composer.tsx';
import { AlertIcon, EditIcon } from '../icons.tsx';
import { messageParts, rareParts } from '../lazy/lazy-parts.ts';
import { useLocale, useStrings } from '../locale.tsx';
import { LinkedText } from './linked-text.tsx';
import { MessageActions } from './message-actions.tsx';
import { MessageTime } from './message-time.tsx';
import { RetryCountdown } from './retry-countdown.tsx';
import { isSameBubble } from './same-bubble.ts';
import { SourceList } from './source-list.tsx';
import { useReadingPace } from './use-reading-pace.ts';

const AttachmentList = rareParts.component((parts) => parts.AttachmentList);
const FilesOnTheirWay = rareParts.component((parts) => parts.FilesOnTheirWay);
const Markdown = messageParts.component(
  (parts) => parts.Markdown,
  ({ text }) => <span className="fd-plain">{text}</span>,
);

interface BubbleProps {
  item: Exclude<TimelineItem, { kind: 'hand-over' | 'remark' | 'turn' | 'agents' }>;
  /** Of an answer. */
  feedback: AnswerFeedback | undefined;
  online: boolean;
  /** When it was written; null while it is being made. */
  at: string | null;
  /** The first one of its group, where its author stands. */
  beginsGroup: boolean;
  /** The last one of its group, where the time stands. */
  endsGroup: boolean;
  onResend: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
  /** @param messageId of the question, where it is asked anew in its own place */
  onAskAgain: (question: string, messageId: string | null) => void;
  onEdit: (editing: Editing) => void;
  onRate: FeedbackActions['rateAnswer'];
}

/** One message of the log with its state. */
export const MessageBubble = memo(function MessageBubble(props: BubbleProps) {
  const { item, feedback, online, at, beginsGroup, endsGroup, onResend, onDiscard, onAskAgain, onEdit, onRate } = props;
  const strings = useStrings();
  const time = at !== null && <MessageTime at={at} />;
  const foot = <div className="fd-foot">{time}</div>;
  /** @param within another message of its group follows, and nothing can be done with this one */
  const rowClass = (side: 'visitor' | 'other', within = !endsGroup) =>
    `fd-row fd-row-${side}${within ? ' fd-row-within' : ''}`;
  switch (item.kind) {
    case 'visitor':
      return (
        <li
          className={rowClass('visitor', !endsGroup && item.status === 'sent' && !item.replaceable)}
          data-role="visitor"
        >
          {item.text === '' ? (
            <span className="fd-hidden">{strings.visitorSaid}</span>
          ) : (
            <div className="fd-bubble fd-bubble-visitor" data-status={item.status}>
              <span className="fd-hidden">{strings.visitorSaid}</span>
              <span className="fd-plain">{item.text}</span>
            </div>
          )}
          {item.attachments && <AttachmentList attachments={item.attachments} />}
          {item.status !== 'sent' && item.uploading && <FilesOnTheirWay names={item.uploading} />}
          {item.status === 'sent' ? (
            <SentFoot item={item} time={time} onEdit={onEdit} />
          ) : (
            <SendStatus {...{ item, online, onResend, onDiscard }} />
          )}
        </li>
      );
    case 'agent':
      return (
        <li className={rowClass('other')} data-role="agent">
          {beginsGroup && (
            <p className="fd-author" dir="auto" aria-hidden="true">
              {item.name ?? strings.person}
            </p>
          )}
          {item.text === '' ? (
            <span className="fd-hidden">{item.name === null ? strings.personSaid : `${item.name}:`}</span>
          ) : (
            <div className="fd-bubble fd-bubble-other">
              <span className="fd-hidden">{item.name === null ? strings.personSaid : `${item.name}:`}</span>
              <span className="fd-plain">
                <LinkedText text={item.text} />
              </span>
            </div>
          )}
          {item.attachments && <AttachmentList attachments={item.attachments} />}
          {foot}
        </li>
      );
    case 'told-answer':
      return (
        <li className={rowClass('other')} data-role="assistant" data-state="done">
          <div className="fd-bubble fd-bubble-other">
            <span className="fd-hidden">{strings.assistantSaid}</span>
            <Markdown text={item.text} codeLabels={strings.code} />
          </div>
          {foot}
        </li>
      );
    case 'answer':
      return (
        <AnswerBubble
          answer={item.answer}
          question={item.question}
          replaceable={item.replaceable}
          onAskAgain={onAskAgain}
          feedback={feedback}
          onRate={onRate}
        />
      );
  }
}, isSameBubble);

type Sent = Extract<TimelineItem, { kind: 'visitor'; status: 'sent' }>;

function SentFoot({ item, time, onEdit }: { item: Sent; time: ReactNode; onEdit: (editing: Editing) => void }) {
  const strings = useStrings();
  const { messageId, text, replaceable, edited } = item;
  return (
    <div className="fd-foot">
      {replaceable && messageId !== null && (
        <button
          type="button"
          className="fd-action"
          aria-label={strings.edit}
          title={strings.edit}
          onClick={() => onEdit({ messageId, text })}
        >
          <EditIcon />
        </button>
      )}
      {edited && <span>{strings.edited}</span>}
      {time}
    </div>
  );
}

type Unsent = Extract<TimelineItem, { kind: 'visitor'; status: 'sending' | 'failed' }>;

type SendStatusProps = { item: Unsent } & Pick<BubbleProps, 'online' | 'onResend' | 'onDiscard'>;

function SendStatus({ item, online, onResend, onDiscard }: SendStatusProps) {
  const strings = useStrings();
  const why = item.error === null ? null : errorText(strings, item.error);
  if (item.status === 'failed') {
    const isLeft = item.text !== '' || item.attachments || item.uploading;
    return (
      <div className="fd-note fd-note-error" role="alert">
        <AlertIcon />
        <p>
          {strings.notSent} {why}{' '}
          {isLeft && item.error?.code !== 'visitor_blocked' && (
            <button type="button" className="fd-link" onClick={() => onResend(item.clientMessageId)}>
              {strings.tryAgain}
            </button>
          )}{' '}
          <button type="button" className="fd-link" onClick={() => onDiscard(item.clientMessageId)}>
            {strings.discard}
          </button>
        </p>
      </div>
    );
  }
  const isAway = !online || item.error?.code === 'unavailable';
  const reason = isAway
    ? strings.waitingForConnection
    : (why ?? (item.uploading ? strings.files.held : strings.sending));
  const { error } = item;
  const isPutOff = !isAway && (error?.code === 'busy' || error?.code === 'rate_limited');
  return (
    <div className="fd-note fd-note-late">
      <p>
        {reason}
        {isPutOff && error.retryAfterMs !== undefined && <RetryCountdown error={error} afterMs={error.retryAfterMs} />}
      </p>
    </div>
  );
}

interface AnswerBubbleProps {
  answer: Answer;
  question: string | null;
  feedback: AnswerFeedback | undefined;
  replaceable: boolean;
  onAskAgain: BubbleProps['onAskAgain'];
  onRate: FeedbackActions['rateAnswer'];
}

const AnswerBubble = memo(function AnswerBubble(props: AnswerBubbleProps) {
  const { answer, question, feedback, replaceable, onAskAgain, onRate } = props;
  const locale = useLocale();
  const { strings } = locale;
  const { text, sources, error } = answer;
  const shown = useReadingPace(text);
  // An answer is finished for its reader when all of it is to be seen.
  const phase = shown < text.length ? 'streaming' : answer.phase;
  const askAgain = !question ? undefined : () => onAskAgain(question, replaceable ? answer.questionMessageId : null);
  const tryAgain = askAgain && (
    <button type="button" className="fd-link" onClick={askAgain}>
      {strings.tryAgain}
    </button>
  );
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
            <Markdown
              text={text.slice(0, shown)}
              unfinished={phase !== 'done'}
              growing={phase === 'streaming'}
              codeLabels={strings.code}
            />
          </div>
        )
      )}
      {phase === 'done' && <SourceList sources={sources} />}
      {phase === 'stopped' && error?.code !== 'taken_over' && (
        <div className="fd-note">
          <p>
            {strings.stopped} {tryAgain}
          </p>
        </div>
      )}
      {phase === 'failed' && (
        <div className="fd-note fd-note-error">
          <AlertIcon />
          <p>
            {error !== null && errorText(strings, error)} {tryAgain}
          </p>
        </div>
      )}
      {phase !== 'waiting' && phase !== 'streaming' && text !== '' && (
        <MessageActions
          at={answer.at}
          text={text}
          feedback={feedback}
          onRate={phase === 'done' ? (thumb, comment) => onRate(answer.generationId, thumb, comment) : undefined}
          onAskAgain={phase === 'done' && replaceable ? askAgain : undefined}
        />
      )}
    </li>
  );
});

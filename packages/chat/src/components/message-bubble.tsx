import { memo } from 'react';
import type { Answer } from '../chat-state.ts';
import { strings } from '../strings.ts';
import type { TimelineItem } from '../timeline.ts';
import { AlertIcon } from './icons.tsx';
import { Markdown } from './markdown.tsx';

interface BubbleProps {
  item: TimelineItem;
  online: boolean;
  onResend: (clientMessageId: string) => void;
  onAskAgain: (question: string) => void;
}

/** One message of the log with its state. */
export function MessageBubble({ item, online, onResend, onAskAgain }: BubbleProps) {
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
    case 'answer':
      return <AnswerBubble answer={item.answer} question={item.question} onAskAgain={onAskAgain} />;
  }
}

type Unsent = Extract<TimelineItem, { kind: 'visitor'; status: 'sending' | 'failed' }>;

function SendStatus({ item, online, onResend }: { item: Unsent; online: boolean; onResend: (id: string) => void }) {
  if (item.status === 'failed') {
    return (
      <div className="fd-note fd-note-error" role="alert">
        <AlertIcon />
        <p>
          {strings.notSent} {item.error?.message}{' '}
          <button type="button" className="fd-link" onClick={() => onResend(item.clientMessageId)}>
            {strings.tryAgain}
          </button>
        </p>
      </div>
    );
  }
  const reason = item.error?.message ?? (online ? strings.sending : strings.waitingForConnection);
  return <div className="fd-note fd-note-late">{reason}</div>;
}

interface AnswerBubbleProps {
  answer: Answer;
  question: string | null;
  onAskAgain: (question: string) => void;
}

const AnswerBubble = memo(function AnswerBubble({ answer, question, onAskAgain }: AnswerBubbleProps) {
  const { phase, text, error } = answer;
  return (
    <li className="fd-row fd-row-other" data-role="assistant" data-state={phase} data-generation={answer.generationId}>
      {phase === 'waiting' ? (
        <div className="fd-bubble fd-bubble-other fd-waiting">
          <span className="fd-hidden">{strings.writing}</span>
          <span className="fd-dot" />
          <span className="fd-dot" />
          <span className="fd-dot" />
        </div>
      ) : (
        text !== '' && (
          <div className="fd-bubble fd-bubble-other">
            <span className="fd-hidden">{strings.assistantSaid}</span>
            <Markdown text={text} unfinished={phase !== 'done'} growing={phase === 'streaming'} />
          </div>
        )
      )}
      {phase === 'failed' && (
        <div className="fd-note fd-note-error">
          <AlertIcon />
          <p>
            {error?.message}{' '}
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

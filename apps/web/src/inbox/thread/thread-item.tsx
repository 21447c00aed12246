import type { AgentsEvent, Answer, AnswerFeedback, TimelineItem } from '@frontdesk/chat';
import { Markdown } from '@frontdesk/chat/markdown';
import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CorrectAnswer } from '../../knowledge/correct-answer.tsx';
import { clockTime } from '../../words/clock-time.ts';
import { colleagueName } from '../../words/former-colleague.ts';
import { AnswerDecision } from '../receipt/answer-decision.tsx';
import { endingText } from '../receipt/ending-text.ts';
import { ReceiptButton } from '../receipt/receipt-button.tsx';
import { ReceiptLine } from '../receipt/receipt-line.tsx';
import { AgentsMark } from './agents-mark.tsx';
import { HandOverMark } from './hand-over-mark.tsx';
import { RemarkMark } from './remark-mark.tsx';
import { ThreadAttachments } from './thread-attachments.tsx';
import { ThumbLine } from './thumb-line.tsx';
import { TurnMark } from './turn-mark.tsx';

interface Made {
  feedback: AnswerFeedback | undefined;
  timings: GenerationTimings | undefined;
  receipt: AnswerReceipt | undefined;
  /** Shows the whole receipt beside the thread; left out where all of it stands below the answer. */
  onReceipt?: ((generationId: string) => void) | undefined;
}

/** Customers stand on the left, those who answer them on the right. `timings` and `receipt` are of answers that have ended. */
export function ThreadItem({
  item,
  customerName,
  beginsGroup,
  siteId,
  mayCorrect,
  deletionOf,
  ...made
}: {
  item: TimelineItem;
  customerName: string | null;
  /** Who says it did not say what stands before it, or not just before. */
  beginsGroup: boolean;
  siteId: string | undefined;
  mayCorrect: boolean;
  /** What deletes a note; undefined for whoever may not, and for what is none. */
  deletionOf: (event: AgentsEvent) => (() => void) | undefined;
} & Made) {
  switch (item.kind) {
    case 'visitor':
      return (
        <li
          className={`flex max-w-[85%] flex-col items-start self-start ${beginsGroup ? '' : '-mt-2.5'}`}
          data-role="visitor"
        >
          {(beginsGroup || visitorNote(item)) && (
            <Speaker name={customerName ?? 'Customer'} at={item.createdAt} note={visitorNote(item)} />
          )}
          {item.text !== '' && (
            <div
              dir="auto"
              data-superseded={(item.status === 'sent' && item.superseded) || undefined}
              className="data-superseded:border-dashed data-superseded:text-ink-faint whitespace-pre-wrap rounded-2xl rounded-tl-md border border-line bg-surface px-3.5 py-2.5 text-[0.9375rem] leading-relaxed [overflow-wrap:anywhere]"
            >
              {item.text}
            </div>
          )}
          {siteId && item.attachments && <ThreadAttachments siteId={siteId} attachments={item.attachments} />}
        </li>
      );
    case 'agent':
      return (
        <li
          className={`flex max-w-[85%] flex-col items-end self-end ${beginsGroup ? '' : '-mt-2.5'}`}
          data-role="agent"
        >
          {beginsGroup && <Speaker name={colleagueName(item.name)} at={item.createdAt} />}
          {item.text !== '' && (
            <OwnBubble>
              <p dir="auto" className="whitespace-pre-wrap">
                {item.text}
              </p>
            </OwnBubble>
          )}
          {siteId && item.attachments && <ThreadAttachments siteId={siteId} attachments={item.attachments} />}
        </li>
      );
    case 'told-answer':
      return (
        <li className="flex max-w-[85%] flex-col items-end self-end" data-role="assistant" data-state="done">
          <Speaker name="AI assistant, as the API’s caller tells" />
          <OwnBubble>
            <Markdown text={item.text} />
          </OwnBubble>
        </li>
      );
    case 'answer':
      return (
        <AnswerItem answer={item.answer} superseded={item.superseded} {...made}>
          {siteId && mayCorrect && (
            <CorrectAnswer siteId={siteId} question={item.question ?? ''} answer={item.answer.text} />
          )}
        </AnswerItem>
      );
    case 'agents':
      return <AgentsMark event={item.event} onDelete={deletionOf(item.event)} />;
    case 'turn':
      return <TurnMark item={item} />;
    case 'hand-over':
      return <HandOverMark at={item.at} reason={item.reason} left={item.left} />;
    case 'remark':
      return <RemarkMark at={item.at} remark={item.remark} />;
  }
}

/** A customer sees the newest wording of a question alone. */
function visitorNote(item: Extract<TimelineItem, { kind: 'visitor' }>): string | undefined {
  if (item.status !== 'sent') return undefined;
  if (item.superseded) return 'asked anew below, not shown to the customer any more';
  return item.edited ? 'edited' : undefined;
}

function AnswerItem({
  answer,
  superseded,
  feedback,
  timings,
  receipt,
  onReceipt,
  children,
}: { answer: Answer; superseded: boolean; children: ReactNode } & Made) {
  const { phase, text, error } = answer;
  const finished = phase !== 'waiting' && phase !== 'streaming';
  return (
    <li
      className="flex max-w-[85%] flex-col items-end self-end"
      data-role="assistant"
      data-state={phase}
      data-generation={answer.generationId}
      data-superseded={superseded || undefined}
    >
      <Speaker name="AI assistant" at={answer.at} note={superseded ? 'to the earlier wording' : undefined} />
      {phase === 'waiting' && (
        <OwnBubble>
          <span className="sr-only">The assistant is about to answer</span>
          <span aria-hidden="true" className="flex gap-1 py-1.5">
            {[0, 150, 300].map((delay) => (
              <span
                key={delay}
                className="size-1.5 animate-pulse rounded-full bg-current opacity-60"
                style={{ animationDelay: `${delay}ms` }}
              />
            ))}
          </span>
        </OwnBubble>
      )}
      {phase !== 'waiting' && text !== '' && (
        <OwnBubble>
          <div data-answer-text="">
            <Markdown text={text} unfinished={phase !== 'done'} growing={phase === 'streaming'} />
          </div>
        </OwnBubble>
      )}
      {phase === 'stopped' && (
        <p className="mt-1.5 text-ink-soft text-sm">
          {endingText(receipt?.unfinished ?? { state: 'cancelled', code: error?.code ?? null, because: null })}
        </p>
      )}
      {phase === 'failed' && error && (
        <div className="mt-1.5 flex gap-1.5 text-sm">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
          <p className="text-bad">
            {error.message} <code className="whitespace-nowrap text-ink-faint text-xs">{error.code}</code>
          </p>
        </div>
      )}
      {feedback?.thumb && <ThumbLine thumb={feedback.thumb} comment={feedback.comment} />}
      {finished && receipt && timings && onReceipt ? (
        <ReceiptButton receipt={receipt} timings={timings} onPress={() => onReceipt(answer.generationId)} />
      ) : (
        <>
          {finished && receipt && <AnswerDecision receipt={receipt} />}
          {finished && timings && <ReceiptLine timings={timings} />}
        </>
      )}
      {phase === 'done' && children}
    </li>
  );
}

function Speaker({ name, at, note }: { name: string; at?: string | null; note?: string | undefined }) {
  return (
    <p className="mb-1 flex max-w-full flex-wrap gap-x-1 px-1 text-ink-faint text-xs">
      <span dir="auto" className="max-w-48 truncate sm:max-w-72">
        {name}
      </span>
      {at && (
        <>
          {' · '}
          <time dateTime={at} className="tabular-nums">
            {clockTime(at)}
          </time>
        </>
      )}
      {note && <span>· {note}</span>}
    </p>
  );
}

function OwnBubble({ children }: { children: ReactNode }) {
  return (
    <div className="answer-text rounded-2xl rounded-tr-md bg-answer px-3.5 py-2.5 text-[0.9375rem] leading-relaxed [overflow-wrap:anywhere]">
      {children}
    </div>
  );
}

import type { PreChatField, SiteAppearance } from '@frontdesk/protocol';
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createLogRows, shownToCustomer } from '../../log/log-rows.ts';
import type { TimelineItem } from '../../log/timeline.ts';
import type { FeedbackActions } from '../../outgoing/feedback-outbox.ts';
import type { IntroductionActions } from '../../outgoing/introduction.ts';
import type { EndStage } from '../../state/conversation-end.ts';
import type { FeedbackState } from '../../state/feedback-state.ts';
import type { Editing } from '../composer/composer.tsx';
import { AssistantIcon, DownIcon } from '../icons.tsx';
import { rareParts } from '../lazy/lazy-parts.ts';
import { useStrings } from '../locale.tsx';
import { DayRow } from './day-row.tsx';
import { HandOverRow } from './hand-over-row.tsx';
import { blocksOf, LogRows } from './log-rows.tsx';
import { useFarRows } from './use-far-rows.ts';
import type { StickToBottom } from './use-stick-to-bottom.ts';

const ConversationEndCard = rareParts.component((parts) => parts.ConversationEndCard);
const PreChatCard = rareParts.component((parts) => parts.PreChatCard);

/** The conversation, with the site's greeting and first questions where there is none yet. */
export function MessageLog(props: {
  items: readonly TimelineItem[];
  /** False while the history is on its way. */
  opened: boolean;
  online: boolean;
  site: SiteAppearance;
  stick: StickToBottom;
  /** The person who types to the visitor. */
  typing: string | null;
  onSend: (text: string, supersedes?: string | null) => void;
  onResend: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
  onEdit: (editing: Editing) => void;
  feedback: FeedbackState;
  /** Undefined while it is not known. */
  visitorEmail: string | null | undefined;
  actions: FeedbackActions;
  /** What is asked at the end; null for nothing. */
  end: EndStage | null;
  /** They have wished for a person, of which the gateway does not know yet. */
  wishesPerson: boolean;
  /** What is asked for before the first message. */
  preChat: readonly PreChatField[];
  onIntroduce: IntroductionActions['introduce'];
  fieldRef: RefObject<HTMLElement | null>;
  /** Whether what comes may have the focus by itself. */
  takesFocus: boolean;
}) {
  const {
    items,
    opened,
    online,
    site,
    stick,
    typing,
    onSend,
    onResend,
    onDiscard,
    onEdit,
    feedback,
    visitorEmail,
    actions,
    end,
    wishesPerson,
    preChat,
    onIntroduce,
    fieldRef,
    takesFocus,
  } = props;
  const blocked = preChat.some(({ required }) => required);
  const strings = useStrings();
  const empty = items.length === 0;
  const [logRows] = useState(createLogRows);
  const rows = useMemo(() => logRows(shownToCustomer(items)), [items, logRows]);
  // What the site says at the beginning belongs to the day on which it was answered.
  const [firstDay] = rows[0]?.kind === 'day' ? [rows[0]] : [];
  const newest = newestOf(items);
  const seen = useRef(newest);
  const hasNews = seen.current !== newest;
  // Not while it renders: the news may come in the same frame in which the reader leaves the end.
  useLayoutEffect(() => {
    if (stick.isAtBottom()) seen.current = newest;
  });
  useFarRows(stick.contentRef, rows.length);
  return (
    <div className="fd-log-frame">
      <div
        ref={stick.scrollerRef}
        className="fd-scroller"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={strings.conversation}
      >
        <ol ref={stick.contentRef} className="fd-log" data-empty={empty || undefined}>
          {firstDay && <DayRow at={firstDay.at} />}
          {opened && site.greeting !== '' && (
            <li className="fd-row fd-row-other">
              <div className="fd-bubble fd-bubble-other">
                <span className="fd-hidden">{strings.assistantSaid}</span>
                <span className="fd-plain">{site.greeting}</span>
              </div>
            </li>
          )}
          {blocksOf(firstDay ? rows.slice(1) : rows).map((block, index) => (
            <LogRows
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added at the end, or taken away there
              key={index}
              rows={block}
              {...{ site, online, feedback, visitorEmail, actions }}
              {...{ onSend, onResend, onDiscard, onEdit }}
            />
          ))}
          {typing !== null && <TypingRow name={typing} />}
          {wishesPerson && <PersonWishRow online={online} />}
          {end !== null && <ConversationEndCard stage={end} rating={feedback.rating} actions={actions} />}
          {preChat.length > 0 && (
            <PreChatCard fields={preChat} onIntroduce={onIntroduce} nextRef={fieldRef} takesFocus={takesFocus} />
          )}
          {opened && empty && site.greeting === '' && site.suggestions.length === 0 && preChat.length === 0 && (
            <li className="fd-bare" aria-hidden="true">
              <AssistantIcon />
            </li>
          )}
          {opened && empty && !blocked && site.suggestions.length > 0 && (
            <li className="fd-suggestions">
              <ul aria-label={strings.suggestions}>
                {site.suggestions.map((suggestion) => (
                  <li key={suggestion}>
                    <button type="button" className="fd-chip" onClick={() => onSend(suggestion)}>
                      {suggestion}
                    </button>
                  </li>
                ))}
              </ul>
            </li>
          )}
        </ol>
      </div>
      {!stick.atBottom && (
        <button
          type="button"
          className="fd-to-bottom"
          onClick={stick.toBottom}
          aria-label={hasNews ? undefined : strings.toNewest}
        >
          <DownIcon />
          {hasNews && <span>{strings.newMessages}</span>}
        </button>
      )}
    </div>
  );
}

/** What stands last in the log, and how much of it is there. */
function newestOf(items: readonly TimelineItem[]): string {
  const last = items.findLast((item) => item.kind !== 'remark' && !(item.kind === 'turn' && item.turn === 'reopened'));
  if (last?.kind !== 'answer') return last?.key ?? '';
  return `${last.key} ${last.answer.phase} ${last.answer.text.length}`;
}

/** Until it is said in the log that they were passed on. It is seen where that takes a moment. */
function PersonWishRow({ online }: { online: boolean }) {
  const strings = useStrings();
  return (
    <HandOverRow kind="person-wish" title={strings.feedback.talkToPerson} late>
      <p>{online ? strings.sending : strings.waitingForConnection}</p>
    </HandOverRow>
  );
}

/** In the place of the message that comes. */
function TypingRow({ name }: { name: string }) {
  const strings = useStrings();
  return (
    <li className="fd-row fd-row-other" data-role="typing">
      <p className="fd-author" dir="auto" aria-hidden="true">
        {name}
      </p>
      <div className="fd-bubble fd-bubble-other fd-waiting">
        <span className="fd-hidden">{strings.personTyping(name)}</span>
        <span className="fd-dot" />
        <span className="fd-dot" />
        <span className="fd-dot" />
      </div>
    </li>
  );
}

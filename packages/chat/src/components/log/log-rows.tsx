import type { SiteAppearance } from '@frontdesk/protocol';
import { memo } from 'react';
import type { LogRow } from '../../log/log-rows.ts';
import { hasSameFields } from '../../log/same-fields.ts';
import type { FeedbackActions } from '../../outgoing/feedback-outbox.ts';
import type { FeedbackState } from '../../state/feedback-state.ts';
import { HandOverNotice } from '../cards/hand-over-notice.tsx';
import type { Editing } from '../composer/composer.tsx';
import { DayRow } from './day-row.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { TurnMark } from './turn-mark.tsx';

interface LogRowsProps {
  rows: readonly LogRow[];
  site: SiteAppearance;
  online: boolean;
  feedback: FeedbackState;
  /** Undefined while it is not known. */
  visitorEmail: string | null | undefined;
  actions: FeedbackActions;
  onSend: (text: string, supersedes?: string | null) => void;
  onResend: (clientMessageId: string) => void;
  onDiscard: (clientMessageId: string) => void;
  onEdit: (editing: Editing) => void;
}

const blockRows = 50;

/** A long log in blocks: words that arrive concern the last one. */
export function blocksOf(rows: readonly LogRow[]): (readonly LogRow[])[] {
  const blocks: (readonly LogRow[])[] = [];
  for (let begin = 0; begin < rows.length; begin += blockRows) blocks.push(rows.slice(begin, begin + blockRows));
  return blocks;
}

/** Some rows of the log, one after the other; rendered again only when one of them is another. */
export const LogRows = memo(
  function LogRows(props: LogRowsProps) {
    const { rows, site, online, feedback, visitorEmail, actions, onSend, onResend, onDiscard, onEdit } = props;
    return rows.map((row) => {
      if (row.kind === 'day') return <DayRow key={row.key} at={row.at} />;
      const { item, at, beginsGroup, endsGroup } = row;
      if (item.kind === 'remark' || item.kind === 'agents') return null;
      if (item.kind === 'turn') return <TurnMark key={item.key} item={item} />;
      if (item.kind !== 'hand-over')
        return (
          <MessageBubble
            key={item.key}
            {...{ item, at, beginsGroup, endsGroup, online, onResend, onDiscard, onEdit }}
            feedback={feedback.answers[item.key]}
            onAskAgain={onSend}
            onRate={actions.rateAnswer}
          />
        );
      // Said once, where it was said last: what it asks for is then near what the customer reads.
      return item.followed ? null : (
        <HandOverNotice
          key={item.key}
          siteName={site.name}
          available={feedback.available}
          backAt={feedback.backAt}
          contact={feedback.contact ?? visitorEmail}
          onLeaveContact={actions.leaveContact}
        />
      );
    });
  },
  ({ rows: before, ...others }, { rows, ...othersNow }) =>
    hasSameFields(others, othersNow) &&
    before.length === rows.length &&
    rows.every((row, index) => row === before[index] || hasSameFields(row, before[index] as LogRow)),
);

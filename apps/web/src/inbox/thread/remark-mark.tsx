import type { Remark } from '@frontdesk/chat';
import { AtSign, CircleCheck, CircleX, Star } from 'lucide-react';
import { clockTime } from '../../words/clock-time.ts';

/** What the customer says of the conversation itself. */
export function RemarkMark({ at, remark }: { at: string; remark: Remark }) {
  const { Icon, text } = partsOf(remark);
  return (
    <li className="flex justify-center" data-role="remark" data-remark={remark.kind}>
      <p className="flex items-start gap-2 px-3 text-ink-soft text-sm">
        <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        <span className="[overflow-wrap:anywhere]">
          {text}
          {remark.kind === 'rated' && remark.comment !== null && (
            <>
              {': '}
              <q className="whitespace-pre-wrap" dir="auto">
                {remark.comment}
              </q>
            </>
          )}
          <span className="whitespace-nowrap text-ink-faint">
            {' · '}
            <time dateTime={at} className="tabular-nums">
              {clockTime(at)}
            </time>
          </span>
        </span>
      </p>
    </li>
  );
}

function partsOf(remark: Remark) {
  switch (remark.kind) {
    case 'solved': {
      const by = remark.by === 'bot' ? 'the assistant' : 'the team';
      return remark.solved
        ? { Icon: CircleCheck, text: `The customer says that ${by} solved it` }
        : { Icon: CircleX, text: 'The customer says that it is not solved' };
    }
    case 'rated':
      return { Icon: Star, text: `Rated ${remark.score} of 5` };
    case 'contact':
      return { Icon: AtSign, text: `Wants to be written to at ${remark.email}` };
  }
}

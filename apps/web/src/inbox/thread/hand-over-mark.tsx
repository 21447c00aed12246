import type { WaitReason } from '@frontdesk/chat';
import { UserRound } from 'lucide-react';
import { clockTime } from '../../words/clock-time.ts';
import { colleagueName } from '../../words/former-colleague.ts';

const reasons: Record<Exclude<WaitReason, 'left'>, string> = {
  'not-known': 'the assistant had no answer',
  person: 'the customer asked for a person',
  anger: 'the customer is upset',
  'failed-again': 'the assistant had no answer twice in a row',
  language: 'the customer writes in a language that the site does not answer',
};

/** From here on a person is wanted, and why. */
export function HandOverMark({ at, reason, left }: { at: string; reason: WaitReason; left: string | null }) {
  return (
    <li className="flex justify-center py-1" data-role="hand-over">
      <p className="flex items-start gap-2 rounded-xl bg-brand-soft px-3 py-1.5 text-sm">
        <UserRound aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-brand" />
        <span>
          <span className="font-medium">{reason === 'left' ? 'Waits for a person again' : 'Waits for a person'}</span>:{' '}
          {reason === 'left' ? `${colleagueName(left)} was away while the customer waited` : reasons[reason]}
          <span className="whitespace-nowrap text-ink-soft">
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

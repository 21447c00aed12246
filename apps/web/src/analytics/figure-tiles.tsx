import type { Analytics } from '@frontdesk/protocol';
import { countOf } from '../admin/count-of.ts';
import { formatShare } from '../admin/promise.ts';

const count = (value: number) => value.toLocaleString('en');

/** The figures one asks for first; shares are of the conversations that began in this time and are not open any more. */
export function FigureTiles({ analytics: { total, feedback } }: { analytics: Analytics }) {
  const { conversations, open } = total;
  const share = (part: number) => (conversations === open ? '–' : formatShare(part / (conversations - open)));
  const messages = total.visitorMessages + total.botMessages + total.agentMessages;
  const thumbs = feedback.thumbsUp + feedback.thumbsDown;
  const rated = feedback.scores.reduce((sum, one) => sum + one, 0);
  const stars = feedback.scores.reduce((sum, one, index) => sum + one * (index + 1), 0);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      <Tile
        label="Conversations"
        value={count(conversations)}
        hint={`${countOf(messages, 'message')}, ${count(open)} open`}
      />
      <Tile
        label="Solved by the bot"
        value={share(total.confirmed + total.assumed)}
        hint={`${share(total.confirmed)} confirmed, ${share(total.assumed)} assumed`}
      />
      <Tile
        label="Handed to a person"
        value={share(total.handedOver)}
        hint={countOf(total.handedOver, 'conversation')}
      />
      <Tile label="Not solved" value={share(total.notSolved)} hint="as customers said" />
      <Tile
        label="Thumbs up"
        value={thumbs === 0 ? '–' : formatShare(feedback.thumbsUp / thumbs)}
        hint={`${count(feedback.thumbsUp)} up, ${count(feedback.thumbsDown)} down`}
      />
      <Tile
        label="Rating"
        value={rated === 0 ? '–' : `${(stars / rated).toFixed(1)} of 5`}
        hint={`of ${countOf(rated, 'rating')}`}
      />
    </dl>
  );
}

function Tile({ label, value, hint }: { label: string; value: string; hint: string }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-ink-soft text-xs">{label}</dt>
      <dd className="mt-1 font-semibold text-2xl tabular-nums leading-none tracking-tight">{value}</dd>
      <dd className="mt-1.5 text-ink-faint text-xs leading-tight">{hint}</dd>
    </div>
  );
}

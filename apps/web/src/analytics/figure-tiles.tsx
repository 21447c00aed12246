import type { Analytics } from '@frontdesk/protocol';
import { FigureTile } from '../charts/figure-tile.tsx';
import { formatShare } from '../service/promise.ts';
import { countOf } from '../words/count-of.ts';

const count = (value: number) => value.toLocaleString('en');

/** Of fewer that are over a share says nothing: after the first one a day begins with 0 or 100 %. */
const fewestOver = 10;

/** The figures one asks for first; shares are of the conversations that began in this time and are not open any more. */
export function FigureTiles({ analytics: { total, feedback } }: { analytics: Analytics }) {
  const { conversations, open } = total;
  const over = conversations - open;
  const isTold = over >= fewestOver;
  const share = (part: number) => (isTold ? formatShare(part / over) : '–');
  const counted = (part: number) => `${count(part)} of ${count(over)} that are over`;
  const solved = total.confirmed + total.assumed;
  const messages = total.visitorMessages + total.botMessages + total.agentMessages;
  const thumbs = feedback.thumbsUp + feedback.thumbsDown;
  const rated = feedback.scores.reduce((sum, one) => sum + one, 0);
  const stars = feedback.scores.reduce((sum, one, index) => sum + one * (index + 1), 0);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      <FigureTile
        label="Conversations"
        value={count(conversations)}
        hint={`${countOf(messages, 'message')}, ${count(open)} open`}
      />
      <FigureTile
        label="Solved by the bot"
        value={share(solved)}
        hint={isTold ? `${share(total.confirmed)} confirmed, ${share(total.assumed)} assumed` : counted(solved)}
      />
      <FigureTile label="Handed to a person" value={share(total.handedOver)} hint={counted(total.handedOver)} />
      <FigureTile
        label="Not solved"
        value={share(total.notSolved)}
        hint={isTold ? 'as customers said' : counted(total.notSolved)}
      />
      <FigureTile
        label="Thumbs up"
        value={thumbs === 0 ? '–' : formatShare(feedback.thumbsUp / thumbs)}
        hint={`${count(feedback.thumbsUp)} up, ${count(feedback.thumbsDown)} down`}
      />
      <FigureTile
        label="Rating"
        value={rated === 0 ? '–' : `${(stars / rated).toFixed(1)} of 5`}
        hint={`of ${countOf(rated, 'rating')}`}
      />
    </dl>
  );
}

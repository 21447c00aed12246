import { availability, promise, type ServicePanel } from '@frontdesk/protocol';
import { FigureTile } from '../charts/figure-tile.tsx';
import { countOf } from '../words/count-of.ts';
import { formatMs } from '../words/duration.ts';
import { formatShare, judgeBudget } from './promise.ts';
import { formatSpan } from './span.ts';

const tones = { good: 'text-good', warn: 'text-warn', bad: 'text-bad', none: 'text-ink-faint' } as const;

/** The figures one asks for first. */
export function FigureTiles({ panel, isLive }: { panel: ServicePanel; isLive: boolean }) {
  const { total } = panel.history;
  const { messages, tpotMs } = isLive ? panel.window : total;
  const perSecond = isLive ? panel.window.goodputPerSecond : total.goodputPerSecond;
  const budget = judgeBudget(panel.budget);
  const { queueDepth, expectedWaitMs, workersReady, tokensPerSecond } = panel.now;
  const available = availability(messages);
  const wait = expectedWaitMs === null ? 'wait not known' : `about ${formatSpan(expectedWaitMs)} to wait`;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-4">
      <FigureTile
        label="Error budget left"
        value={budget.left}
        hint={budget.availability === '–' ? 'of 30 days' : `of 30 days, ${budget.availability} answered`}
        tone={tones[budget.tone]}
      />
      <FigureTile
        label="Available"
        value={available === null ? '–' : formatShare(available, 2)}
        hint="99.9% are promised"
      />
      <FigureTile label="Goodput" value={perMinute(perSecond)} hint="good answers a minute" />
      <FigureTile
        label="Time per token, p99"
        value={ms(tpotMs?.p99)}
        hint={`${tpotMs ? `p50 ${ms(tpotMs.p50)}, p95 ${ms(tpotMs.p95)}; ` : ''}promised: ${ms(promise.tpotP99Ms)}`}
        tone={(tpotMs?.p99 ?? 0) > promise.tpotP99Ms ? tones.bad : ''}
      />
      <FigureTile
        label="Tokens a second now"
        value={Math.round(tokensPerSecond).toLocaleString('en')}
        hint={`by ${countOf(workersReady, 'worker')}`}
      />
      <FigureTile
        label="In the queue now"
        value={`${queueDepth}`}
        hint={queueDepth > 0 ? wait : 'nobody waits'}
        tone={queueDepth > 0 ? 'text-warn' : ''}
      />
      <FigureTile
        label="From the answer cache"
        value={messages.answered > 0 ? formatShare(messages.cached / messages.answered) : '–'}
        hint={`${messages.cached.toLocaleString('en')} of ${countOf(messages.answered, 'answer')}`}
      />
      <FigureTile
        label="Prompts from the prefix cache"
        value={total.promptTokens > 0 ? formatShare(total.prefixTokens / total.promptTokens) : '–'}
        hint={`${total.prefixSavedMs < 1 ? 'nothing' : formatSaved(total.prefixSavedMs)} saved`}
      />
    </dl>
  );
}

const ms = (value: number | null | undefined) => (value == null ? '–' : formatMs(value));

/** Seconds of a day are no figure that is read at a glance. */
const formatSaved = (ms: number) => (ms < 60_000 ? formatMs(ms) : formatSpan(ms));

/** Answers a minute: seconds are too short for a chat. */
function perMinute(perSecond: number): string {
  const minute = perSecond * 60;
  return minute.toLocaleString('en', { maximumFractionDigits: minute < 10 ? 1 : 0 });
}

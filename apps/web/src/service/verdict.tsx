import { inTimeShare, isTtftKept, judged, longestStage, type ServicePanel } from '@frontdesk/protocol';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { formatBetween, formatMoment } from '../charts/time-format.ts';
import { countOf } from '../words/count-of.ts';
import { PercentileRow } from './percentile-row.tsx';
import { formatShare } from './promise.ts';
import { type Judgement, missedOf, type PromiseHistory } from './promise-history.ts';
import type { ShownRange } from './ranges.ts';
import { stageNames } from './stage-names.ts';

const looks = {
  kept: { icon: CircleCheck, text: 'text-good', ground: 'bg-good-soft border-good/25', word: 'Promise kept' },
  broken: { icon: TriangleAlert, text: 'text-bad', ground: 'bg-bad-soft border-bad/25', word: 'Promise broken' },
  'no-data': { icon: CircleDashed, text: 'text-ink-soft', ground: 'bg-surface border-line', word: 'No messages yet' },
} as const satisfies Record<Judgement, unknown>;

const strip: Record<Judgement, string> = { kept: 'bg-good', broken: 'bg-bad', 'no-data': 'bg-line-strong' };

interface Props {
  panel: ServicePanel;
  history: PromiseHistory;
  range: ShownRange;
}

/** The promise, said plainly: kept or broken, since when, and by which stage; and step by step how it was. */
export function Verdict({ panel, history, range }: Props) {
  const isLive = range.id === 'live';
  const { messages, lateStageMs, clientTtftMs } = isLive ? panel.window : panel.history.total;
  const kept = isTtftKept(messages);
  const judgement: Judgement = kept === null ? 'no-data' : kept ? 'kept' : 'broken';
  const { icon: Icon, text, ground, word } = looks[judgement];
  const now: Judgement = panel.promise?.kept ? 'kept' : 'broken';
  const stage = longestStage(lateStageMs);
  const count = judged(messages);
  const missed = missedOf(messages);
  const time = isLive ? 'the last 15 minutes' : range.long;
  return (
    <section aria-label="The promise" className={`rounded-xl border px-4 py-3.5 sm:px-5 ${ground}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
        <div className="min-w-0 max-w-3xl">
          <h2 className={`flex items-center gap-2 font-semibold text-lg tracking-tight ${text}`}>
            <Icon aria-hidden="true" className="size-5 shrink-0" strokeWidth={2.25} />
            {word}
            {isLive && panel.promise?.kept === kept && ` since ${formatMoment(Date.parse(panel.promise.since))}`}
          </h2>
          <p className="mt-1 text-ink text-sm leading-relaxed">
            {count === 0 ? (
              `Nobody asked anything in ${time}. Promised: the first words within 2 s for 99 of 100 messages.`
            ) : (
              <>
                {formatShare(inTimeShare(messages) ?? 0, 2)} of {countOf(count, 'message')} in {time} had their first
                words within 2 s; promised are 99%.
                {missed > 0 && ` ${countOf(missed, 'message')} came late or never.`}
                {missed > 0 && stage && (
                  <>
                    {' '}
                    Most of their time went into <strong className="font-semibold">{stageNames[stage].long}</strong>.
                  </>
                )}
              </>
            )}
            {!isLive && range.id !== 'custom' && panel.promise && (
              <>
                {' '}
                It is{' '}
                <strong className={panel.promise.kept === kept ? 'font-normal' : `font-semibold ${looks[now].text}`}>
                  {now} now
                </strong>
                , since {formatMoment(Date.parse(panel.promise.since))}.
              </>
            )}
          </p>
        </div>
        {count > 0 && <PercentileRow values={clientTtftMs} p99Tone={text} />}
      </div>
      <ol className="mt-3 flex h-6 gap-px overflow-hidden rounded" aria-hidden="true">
        {history.judgements.map((one, step) => {
          const period = panel.history.periods[step];
          const at = formatMoment(Date.parse(period?.at ?? ''), panel.stepMinutes * 60_000);
          return (
            <li
              key={period?.at}
              title={`${at}: ${looks[one].word.toLowerCase()}`}
              className={`min-w-0 flex-1 ${strip[one]} ${one === 'kept' ? 'opacity-70' : ''}`}
            />
          );
        })}
      </ol>
      <p className="mt-1 flex justify-between text-ink-soft text-xs">
        <span>{formatMoment(Date.parse(panel.from))}</span>
        <span>{range.id === 'custom' ? formatMoment(Date.parse(panel.to)) : 'now'}</span>
      </p>
      <Breaches history={history} />
    </section>
  );
}

const breachesShown = 5;

function Breaches({ history: { breaches } }: { history: PromiseHistory }) {
  if (breaches.length === 0) return null;
  return (
    <ul className="mt-2.5 space-y-1 border-line border-t pt-2.5 text-sm">
      {breaches.slice(0, breachesShown).map(({ fromMs, toMs, isOpen, isCutOff, messages, stage }) => (
        <li key={fromMs} className="flex flex-wrap gap-x-2">
          <span className="font-medium text-bad tabular-nums">
            {isCutOff ? 'Before ' : ''}
            {isOpen ? `${formatMoment(fromMs)} – now` : formatBetween(fromMs, toMs)}
          </span>
          <span className="text-ink-soft">
            broken: {missedOf(messages).toLocaleString('en')} of {countOf(judged(messages), 'message')} late or
            unanswered{stage && `, mostly by ${stageNames[stage].long}`}
          </span>
        </li>
      ))}
      {breaches.length > breachesShown && (
        <li className="text-ink-soft">and {countOf(breaches.length - breachesShown, 'time')} before</li>
      )}
    </ul>
  );
}

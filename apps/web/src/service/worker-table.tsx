import type { ServicePanel, WorkerView } from '@frontdesk/protocol';
import { formatMs } from '../words/duration.ts';
import { formatShare } from './promise.ts';
import { formatSpan } from './span.ts';

const states: Record<WorkerView['state'], { label: string; look: string }> = {
  starting: { label: 'Starting', look: 'bg-sunken text-ink-soft' },
  warming: { label: 'Warming up', look: 'bg-warn-soft text-warn' },
  ready: { label: 'Ready', look: 'bg-good-soft text-good' },
  draining: { label: 'Draining', look: 'bg-info-soft text-info' },
};

/** Who makes the answers at this moment. */
export function WorkerTable({ panel: { workers, at } }: { panel: ServicePanel }) {
  return (
    <section aria-label="Workers" className="rounded-xl border border-line bg-surface">
      <div className="px-4 pt-3 pb-2">
        <h2 className="font-semibold text-sm">Workers</h2>
        <p className="mt-0.5 text-ink-soft text-xs">Now. They answer for all sites.</p>
      </div>
      {workers.length === 0 ? (
        <p className="border-line border-t px-4 py-8 text-center text-bad text-sm">
          No worker is alive: nothing is answered, but what waits is not lost.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section className="relative overflow-x-auto" tabIndex={0} aria-label="Workers, table">
          <table className="w-full text-sm tabular-nums">
            <thead className="text-ink-soft text-xs">
              <tr className="border-line border-t text-left">
                {['Worker', 'State', 'Slots in use', 'Tokens/s', 'Prefix cache', 'Saved', 'Up for'].map((name) => (
                  <th key={name} scope="col" className="whitespace-nowrap px-3 py-1.5 font-medium first:pl-4">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {workers.map((worker) => (
                <Row key={worker.id} worker={worker} atMs={Date.parse(at)} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function Row({ worker, atMs }: { worker: WorkerView; atMs: number }) {
  const { label, look } = states[worker.state];
  const { slots, running } = worker;
  return (
    <tr className="border-line border-t">
      <th scope="row" className="max-w-36 truncate py-2 pr-3 pl-4 text-left font-medium" title={worker.id}>
        {worker.id}
      </th>
      <td className="px-3 py-2">
        <span className={`whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs ${look}`}>{label}</span>
      </td>
      <td className="px-3 py-2">
        <span className="flex items-center gap-2 whitespace-nowrap">
          <span aria-hidden="true" className="h-1.5 w-12 overflow-hidden rounded-full bg-sunken ring-1 ring-line">
            <span
              className="block h-full rounded-full bg-info"
              style={{ width: `${slots > 0 ? Math.min(100, (running / slots) * 100) : 0}%` }}
            />
          </span>
          {running} of {slots}
        </span>
      </td>
      <td className="px-3 py-2">{Math.round(worker.tokensPerSecond).toLocaleString('en')}</td>
      <td className="px-3 py-2">{worker.prefixHitShare === null ? '–' : formatShare(worker.prefixHitShare)}</td>
      <td className="whitespace-nowrap px-3 py-2">
        {worker.prefixSavedMs < 60_000 ? formatMs(Math.max(0, worker.prefixSavedMs)) : formatSpan(worker.prefixSavedMs)}
      </td>
      <td className="whitespace-nowrap px-3 py-2">{formatSpan(atMs - Date.parse(worker.startedAt))}</td>
    </tr>
  );
}

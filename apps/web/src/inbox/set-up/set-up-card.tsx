import type { AdminSite, SetUpFacts } from '@frontdesk/protocol';
import { ArrowRight, Check, ChevronDown, X } from 'lucide-react';
import { useId } from 'react';
import { useSiteHref } from '../../admin/admin-sites.tsx';
import { CopyButton } from '../../docs/copy-button.tsx';
import { IconButton } from '../../forms/form-parts.tsx';
import { setUpSteps } from './set-up-steps.ts';
import { stepTexts } from './set-up-texts.ts';

interface Props {
  site: AdminSite;
  facts: SetUpFacts;
  /** Of the installation. */
  isOwner: boolean;
  onHide: () => void;
}

/** What makes a new site ready for its customers, step by step; the first that is not done is open. */
export function SetUpCard({ site, facts, isOwner, onHide }: Props) {
  const steps = setUpSteps(facts, isOwner);
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done)?.id;
  const siteHref = useSiteHref();
  /** The page has the list twice, and shows the one for which there is room: in each, one step is open. */
  const group = useId();
  const texts = stepTexts({ facts, siteKey: site.key, origin: window.location.origin });
  return (
    <section aria-label="Set up the site" className="w-full max-w-xl">
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
        <header className="px-5 pt-4 pb-4">
          <div className="flex items-start justify-between gap-3">
            <h2 dir="auto" className="min-w-0 truncate pt-1 font-semibold text-lg tracking-tight">
              Get {site.name} ready
            </h2>
            <IconButton label="Hide this list" onClick={onHide}>
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          </div>
          <p className="text-ink-soft text-sm">From an empty bot to one that answers your customers.</p>
          <div className="mt-3.5 flex items-center gap-3">
            <div aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-hover">
              <div
                className="h-full rounded-full bg-good transition-[width] duration-500"
                style={{ width: `${(done / steps.length) * 100}%` }}
              />
            </div>
            <p role="status" className="shrink-0 text-ink-soft text-xs tabular-nums">
              {done} of {steps.length} done
            </p>
          </div>
        </header>
        <ol>
          {steps.map((step, index) => {
            const { title, about, path, part, action, line, fact, waits } = texts[step.id];
            return (
              <li key={step.id} className="border-line border-t">
                <details name={group} open={step.id === next} className="group">
                  <summary className="flex list-none items-center gap-3 px-5 py-3 -outline-offset-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
                    <StepMark done={step.done} number={index + 1} />
                    <span className="min-w-0 flex-1 items-baseline justify-between gap-3 sm:flex">
                      <span className={`text-[0.9375rem] ${step.done ? 'text-ink-soft' : 'font-medium'}`}>
                        {title}
                        {step.done && <span className="sr-only">, done: </span>}
                      </span>
                      {step.done && <span className="text-ink-faint text-xs max-sm:block">{fact}</span>}
                    </span>
                    <ChevronDown
                      aria-hidden="true"
                      className="size-4 shrink-0 text-ink-faint transition-transform group-open:rotate-180"
                    />
                  </summary>
                  <div className="space-y-3 pr-5 pb-4 pl-14 text-sm">
                    <p className="text-ink-soft leading-relaxed">{about}</p>
                    {line && (
                      <div className="flex items-start gap-1 rounded-lg border border-line bg-sunken py-1.5 pr-1 pl-3">
                        <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-relaxed [overflow-wrap:anywhere]">
                          {line}
                        </code>
                        <CopyButton text={line} label="the line" />
                      </div>
                    )}
                    {waits && !step.done && <Waits>{waits}</Waits>}
                    {path && (
                      <a
                        href={`${siteHref(path)}${part ? `#${part}` : ''}`}
                        className={`inline-flex items-center gap-1.5 rounded-lg px-3 py-1.5 font-medium ${
                          step.id === next && !line
                            ? 'bg-action text-on-action hover:bg-action-hover'
                            : 'border border-line-strong hover:bg-hover'
                        }`}
                      >
                        {action}
                        <ArrowRight aria-hidden="true" className="size-4" />
                      </a>
                    )}
                  </div>
                </details>
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}

function StepMark({ done, number }: { done: boolean; number: number }) {
  return (
    <span
      aria-hidden="true"
      className={`grid size-6 shrink-0 place-items-center rounded-full font-medium text-xs tabular-nums ${
        done ? 'bg-good-soft text-good' : 'border border-line-strong text-ink-soft'
      }`}
    >
      {done ? <Check className="size-3.5" strokeWidth={3} /> : number}
    </span>
  );
}

/** What happens by itself. */
function Waits({ children }: { children: string }) {
  return (
    <p className="flex items-center gap-2 text-ink-soft text-xs">
      <span aria-hidden="true" className="relative flex size-2 shrink-0">
        <span className="absolute inset-0 animate-ping rounded-full bg-warn opacity-60 motion-reduce:animate-none" />
        <span className="relative size-2 rounded-full bg-warn" />
      </span>
      {children}
    </p>
  );
}

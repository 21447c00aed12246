import { planNotes, plans } from './offer.ts';

export function Plans() {
  return (
    <section aria-labelledby="plans" className="bg-(--soft-panel)">
      <div className="mx-auto max-w-6xl px-5 py-16 sm:py-24">
        <h2 id="plans" className="scroll-mt-24 text-3xl sm:text-4xl">
          Plans
        </h2>
        <p className="mt-3 text-(--soft-ink-soft) text-lg">
          You pay for people who worked a shift in the month, and nobody else.
        </p>
        <ul className="mt-9 grid gap-5 md:grid-cols-3">
          {plans.map(({ name, price, unit, lines, featured }) => (
            <li
              key={name}
              className={`rounded-2xl border bg-(--soft-card) p-6 ${featured ? 'border-(--soft-violet) ring-(--soft-violet) ring-1' : 'border-(--soft-line)'}`}
            >
              <h3 className="font-semibold text-(--soft-violet)">{name}</h3>
              <p className="mt-3 font-semibold text-4xl tracking-[-0.03em]">{price}</p>
              <p className="mt-1 text-(--soft-ink-soft) text-sm">{unit}</p>
              <ul className="mt-5 space-y-2">
                {lines.map((line) => (
                  <li key={line} className="flex gap-2.5">
                    <svg
                      viewBox="0 0 16 16"
                      aria-hidden="true"
                      className="mt-1 size-4 shrink-0 fill-none stroke-(--soft-violet)"
                      strokeWidth="2"
                    >
                      <path d="m3 8.5 3.2 3.2L13 5" strokeLinecap="round" strokeLinejoin="round" />
                    </svg>
                    {line}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
        <p className="mt-6 text-(--soft-ink-soft) text-sm">{planNotes.join(' · ')}</p>
      </div>
    </section>
  );
}

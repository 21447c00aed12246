import { AskButton } from '../ask-button.tsx';
import { trust } from './offer.ts';

export function TrustLines() {
  return (
    <section aria-labelledby="trust" className="mx-auto max-w-6xl px-5 py-16 sm:py-24">
      <h2 id="trust" className="scroll-mt-24 text-3xl sm:text-4xl">
        Plain answers about your data
      </h2>
      <dl className="mt-9 grid gap-x-10 gap-y-7 sm:grid-cols-2 lg:grid-cols-4">
        {trust.map(({ title, text }) => (
          <div key={title}>
            <dt className="font-semibold">{title}</dt>
            <dd className="mt-1.5 text-(--soft-ink-soft) leading-relaxed">{text}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-14 flex flex-col items-start justify-between gap-6 rounded-2xl bg-(--soft-deep) p-7 text-(--soft-on-deep) sm:flex-row sm:items-center sm:p-9">
        <div>
          <p className="font-semibold text-2xl tracking-[-0.02em]">A question this page does not answer?</p>
          <p className="mt-1.5 opacity-80">The chat knows more than fits here. It is an AI and can be wrong.</p>
        </div>
        <AskButton className="shrink-0 rounded-lg bg-(--soft-on-deep) px-5 py-3 font-medium text-[#1d1640] transition-opacity hover:opacity-90">
          Ask it
        </AskButton>
      </div>
    </section>
  );
}

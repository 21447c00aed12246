import { AskButton } from '../ask-button.tsx';
import { RotaPicture } from './rota-picture.tsx';

export function SoftwareHero() {
  return (
    <section className="bg-(--soft-panel)">
      <div className="mx-auto grid max-w-6xl items-center gap-10 px-5 py-14 sm:py-20 lg:grid-cols-[1fr_1.1fr]">
        <div>
          <h1 className="text-balance text-[2.5rem] leading-[1.06] sm:text-[3.5rem]">Next week, planned by Tuesday.</h1>
          <p className="mt-5 max-w-md text-(--soft-ink-soft) text-lg leading-relaxed">
            Rotas for cafés, shops and clinics. Plan in minutes, let people swap among themselves, and hand the hours to
            payroll with one click.
          </p>
          <div className="mt-7 flex flex-wrap gap-3">
            <a
              href="#plans"
              className="rounded-lg border border-transparent bg-(--soft-violet) px-5 py-3 font-medium text-(--soft-on-violet) transition-opacity hover:opacity-90"
            >
              Try it for 30 days
            </a>
            <AskButton className="rounded-lg border border-(--soft-ink)/25 px-5 py-3 font-medium transition-colors hover:border-(--soft-ink)/60">
              Ask a question
            </AskButton>
          </div>
          <p className="mt-4 text-(--soft-ink-soft) text-sm">No card needed. Free for good up to 6 people.</p>
        </div>
        <RotaPicture />
      </div>
    </section>
  );
}

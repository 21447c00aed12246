import { AskButton } from './ask-button.tsx';
import { heroPromises } from './policies.ts';
import { Windowsill } from './windowsill.tsx';

export function ShopHero() {
  return (
    <section className="mx-auto max-w-6xl px-5 pt-5">
      <div className="grid items-end overflow-hidden rounded-[2rem] bg-(--shop-hero) md:grid-cols-[1.05fr_1fr]">
        <div className="px-6 pt-8 pb-10 sm:px-10 md:self-center md:py-14 lg:pl-14">
          <h1 className="text-balance text-[2.625rem] leading-[1.05] sm:text-6xl md:text-5xl lg:text-6xl">
            A little more green at home.
          </h1>
          <p className="mt-5 max-w-md text-(--shop-ink-soft) text-lg leading-relaxed">
            Plants that are hard to kill and pots that are hard to put down, raised and thrown by people who answer your
            questions.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <a
              href="#plants"
              className="rounded-full border border-transparent bg-(--shop-green) px-6 py-3 font-medium text-(--shop-on-green) transition-opacity hover:opacity-90"
            >
              Shop plants
            </a>
            <AskButton className="rounded-full border border-(--shop-ink)/25 px-6 py-3 font-medium transition-colors hover:border-(--shop-ink)/60">
              Ask us anything
            </AskButton>
          </div>
          <ul className="mt-9 flex flex-wrap gap-x-6 gap-y-1.5 text-(--shop-ink-soft) text-sm">
            {heroPromises.map((promise) => (
              <li key={promise} className="flex items-center gap-2">
                <span aria-hidden="true" className="size-1.5 rounded-full bg-(--shop-green)" />
                {promise}
              </li>
            ))}
          </ul>
        </div>
        <Windowsill className="w-full max-w-72 justify-self-center max-md:order-first max-md:pt-6 sm:max-w-xl md:max-lg:self-center" />
      </div>
    </section>
  );
}

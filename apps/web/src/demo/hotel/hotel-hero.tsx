import { AskButton } from '../ask-button.tsx';
import { Harbour } from './harbour.tsx';

export function HotelHero() {
  return (
    <section className="mx-auto max-w-6xl px-5 pt-8 sm:pt-12">
      <div className="flex flex-col gap-6 md:flex-row md:items-end md:justify-between">
        <h1 className="max-w-2xl text-balance text-[2.75rem] leading-[1.04] sm:text-[3.75rem]">
          <span className="block">Four ferries a day.</span> No reason to take one.
        </h1>
        <div className="max-w-sm">
          <p className="text-pretty text-(--house-ink-soft) leading-relaxed">
            Twenty-six rooms on the harbour of Skerra, kept by one family for three generations. The sea before the
            door, a sauna beside it, and dinner at six.
          </p>
          <div className="mt-5 flex flex-wrap gap-3">
            <a
              href="#rooms"
              className="rounded-full border border-transparent bg-(--house-sea) px-5 py-2.5 font-medium text-(--house-on-sea) transition-opacity hover:opacity-90"
            >
              See the rooms
            </a>
            <AskButton className="rounded-full border border-(--house-ink)/25 px-5 py-2.5 font-medium transition-colors hover:border-(--house-ink)/60">
              Ask the house
            </AskButton>
          </div>
        </div>
      </div>
      <Harbour className="mt-9 h-72 w-full rounded-[1.75rem] sm:h-96 md:h-[27rem]" />
    </section>
  );
}

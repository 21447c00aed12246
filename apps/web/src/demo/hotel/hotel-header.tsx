import { AskButton } from '../ask-button.tsx';

const sections = [
  ['#rooms', 'Rooms'],
  ['#day', 'A day here'],
  ['#getting-here', 'Getting here'],
] as const;

export function HotelHeader() {
  return (
    <header className="sticky top-0 z-10 border-(--house-line) border-b bg-(--house-canvas)/92 backdrop-blur">
      <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-5 py-3.5">
        <a href="#top" className="serif inline-flex items-center gap-2.5 text-[1.3rem]">
          <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6 text-(--house-sea)">
            <path
              d="M2 9.5c4.2-1.6 7-.6 10 3.200 2.600-4.400 5.400-6 10-6.200-3.200 1.800-5.200 4.200-6.400 8.100-.5 1.600-1.700 2.900-3.400 3.400l1-3.800C9.600 10.800 6.400 9.300 2 9.5Z"
              fill="currentColor"
            />
          </svg>
          Gannet House
        </a>
        <nav aria-label="Hotel" className="hidden gap-7 text-sm sm:flex">
          {sections.map(([href, label]) => (
            <a key={href} href={href} className="underline-offset-4 hover:underline">
              {label}
            </a>
          ))}
        </nav>
        <AskButton className="rounded-full border border-(--house-ink)/25 px-4 py-1.5 text-sm transition-colors hover:border-(--house-ink)/60">
          Ask us
        </AskButton>
      </div>
    </header>
  );
}

import { AskButton } from '../ask-button.tsx';

const sections = [
  ['#features', 'Features'],
  ['#plans', 'Plans'],
  ['#trust', 'Security'],
] as const;

export function SoftwareHeader() {
  return (
    <header className="sticky top-0 z-10 border-(--soft-line) border-b bg-(--soft-canvas)/92 backdrop-blur">
      <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-5 py-3.5">
        <a href="#top" className="inline-flex items-center gap-2.5 font-semibold text-lg tracking-[-0.02em]">
          <svg viewBox="0 0 24 24" aria-hidden="true" className="size-6">
            <rect x="2" y="4" width="12" height="6" rx="3" fill="var(--soft-violet)" />
            <rect x="10" y="14" width="12" height="6" rx="3" fill="var(--soft-violet)" opacity=".55" />
          </svg>
          Shiftwell
        </a>
        <nav aria-label="Shiftwell" className="hidden gap-7 text-sm sm:flex">
          {sections.map(([href, label]) => (
            <a key={href} href={href} className="text-(--soft-ink-soft) hover:text-(--soft-ink)">
              {label}
            </a>
          ))}
        </nav>
        <AskButton className="rounded-lg bg-(--soft-violet) px-4 py-2 font-medium text-(--soft-on-violet) text-sm transition-opacity hover:opacity-90">
          Talk to us
        </AskButton>
      </div>
    </header>
  );
}

import { features } from './offer.ts';

export function Features() {
  return (
    <section aria-labelledby="features" className="mx-auto max-w-6xl px-5 py-16 sm:py-24">
      <h2 id="features" className="max-w-xl scroll-mt-24 text-balance text-3xl sm:text-4xl">
        The week runs itself, mostly
      </h2>
      <ul className="mt-10 grid gap-x-10 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">
        {features.map(({ title, text }) => (
          <li key={title} className="border-(--soft-violet) border-l-2 pl-5">
            <h3 className="font-semibold">{title}</h3>
            <p className="mt-1.5 text-(--soft-ink-soft) leading-relaxed">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { AskButton } from './ask-button.tsx';
import { contact, openingHours, policies } from './policies.ts';

export function ShopPolicies() {
  return (
    <section aria-labelledby="good-to-know" className="border-(--shop-line) border-t">
      <div className="mx-auto max-w-6xl px-5 py-16 sm:py-20">
        <h2 id="good-to-know" className="text-4xl">
          Good to know
        </h2>
        <div className="mt-10 grid gap-x-12 gap-y-11 sm:grid-cols-2 lg:grid-cols-3">
          {policies.map((policy) => (
            <div key={policy.id} id={policy.id} className="scroll-mt-24">
              <h3 className="serif text-xl">{policy.title}</h3>
              <ul className="mt-3 space-y-2 text-(--shop-ink-soft) leading-relaxed">
                {policy.lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
          <div id="contact" className="scroll-mt-24">
            <h3 className="serif text-xl">Hours and contact</h3>
            <dl className="mt-3 text-(--shop-ink-soft)">
              {openingHours.map(({ days, hours }) => (
                <div key={days} className="flex justify-between gap-4 border-(--shop-line) border-b py-2 first:pt-0">
                  <dt>{days}</dt>
                  <dd className="text-right tabular-nums">{hours}</dd>
                </div>
              ))}
            </dl>
            {contact.map((line) => (
              <p key={line} className="mt-2 text-(--shop-ink-soft)">
                {line}
              </p>
            ))}
          </div>
        </div>
        <div className="mt-14 flex flex-col items-start justify-between gap-6 rounded-[2rem] bg-(--shop-deep) p-8 text-(--shop-on-deep) sm:flex-row sm:items-center sm:p-10">
          <div>
            <h2 className="text-3xl">Anything else?</h2>
            <p className="mt-2 max-w-md text-(--shop-on-deep-soft)">
              Our assistant knows these pages by heart and answers at any hour. It is an AI and can be wrong.
            </p>
          </div>
          <AskButton className="shrink-0 rounded-full bg-(--shop-on-deep) px-6 py-3 font-medium text-[#17402d] transition-opacity hover:opacity-90">
            Ask a question
          </AskButton>
        </div>
      </div>
    </section>
  );
}

import { AskButton } from '../ask-button.tsx';
import { reach, way } from './house-rules.ts';

export function GettingHere() {
  return (
    <section aria-labelledby="getting-here" className="mx-auto max-w-6xl px-5 py-16 sm:py-24">
      <h2 id="getting-here" className="scroll-mt-24 text-4xl">
        Getting here
      </h2>
      <ol className="mt-8 grid gap-8 sm:grid-cols-3">
        {way.map(({ title, text }, index) => (
          <li key={title} className="flex gap-4">
            <span
              aria-hidden="true"
              className="serif grid size-10 shrink-0 place-items-center rounded-full border border-(--house-accent) text-(--house-accent)"
            >
              {index + 1}
            </span>
            <div>
              <h3 className="font-medium">{title}</h3>
              <p className="mt-1 text-(--house-ink-soft) leading-relaxed">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className="mt-14 flex flex-col items-start justify-between gap-6 rounded-3xl border border-(--house-line) bg-(--house-card) p-7 sm:flex-row sm:items-center sm:p-9">
        <div>
          <p className="serif text-2xl">Still wondering?</p>
          <p className="mt-1 text-(--house-ink-soft)">
            The chat knows the house at any hour. It is an AI and can be wrong. People: {reach.join(', or ')}.
          </p>
        </div>
        <AskButton className="shrink-0 rounded-full bg-(--house-sea) px-5 py-2.5 font-medium text-(--house-on-sea) transition-opacity hover:opacity-90">
          Ask a question
        </AskButton>
      </div>
    </section>
  );
}

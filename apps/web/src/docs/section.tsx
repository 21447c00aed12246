import type { ReactNode } from 'react';

export const sections = [
  ['embed', 'Put it on a page'],
  ['knowledge', 'What it answers from'],
  ['origins', 'Allowed origins'],
  ['policy', 'Content security policy'],
  ['options', 'Options'],
  ['commands', 'Commands'],
  ['events', 'Events'],
  ['identity', 'Who the customer is'],
  ['frameworks', 'React, Vue and plain pages'],
  ['hosted', 'Hosted chat'],
  ['http', 'POST /v1/chat'],
  ['stream', 'Streaming'],
  ['openai', 'OpenAI clients'],
  ['webhooks', 'Webhooks'],
  ['orders', 'Orders'],
  ['errors', 'Errors'],
  ['limits', 'Limits'],
] as const;

type SectionId = (typeof sections)[number][0];

/** One chapter; its title is the one that the table of contents shows. */
export function Section({ id, children }: { id: SectionId; children: ReactNode }) {
  const title = sections.find(([one]) => one === id)?.[1];
  return (
    <section aria-labelledby={id} className="border-line border-t pt-10 pb-12 first:border-t-0 first:pt-0">
      <h2 id={id} className="font-semibold text-2xl tracking-tight">
        {title}
      </h2>
      <div className="mt-3 space-y-3 text-ink-soft leading-relaxed">{children}</div>
    </section>
  );
}

export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="box-decoration-clone rounded bg-hover px-1.5 py-0.5 font-mono text-[0.85em] text-ink">
      {children}
    </code>
  );
}

'use client';

import type { PassageView } from '@frontdesk/protocol';
import { Problem } from '../forms/form-parts.tsx';
import { useLoaded } from '../requests/use-loaded.ts';

/** The passages with a text in them. */
export function PassageResults({ siteId, search }: { siteId: string; search: string }) {
  const path = `sites/${siteId}/passages?search=${encodeURIComponent(search)}`;
  // While one is looked for, those of the text before stand under that one.
  const { data, about, problem } = useLoaded<PassageView[]>(path, undefined, search);
  if (problem) return <Problem>{problem}</Problem>;
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="passages-heading">
      <h2 id="passages-heading" className="font-semibold text-sm">
        Passages with “{about}”
      </h2>
      <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
        {data.map(({ id, titlePath, documentTitle, sentences, link }) => (
          <li key={id} className="px-4 py-3 text-sm leading-relaxed">
            <p className="font-medium text-ink-soft text-xs">
              {link ? (
                <a href={link} target="_blank" rel="noreferrer" className="underline underline-offset-2">
                  {titlePath.join(' › ') || documentTitle || link}
                </a>
              ) : (
                titlePath.join(' › ') || documentTitle
              )}
            </p>
            <p className="break-words">{sentences.join(' ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

'use client';

import type { Analytics } from '@frontdesk/protocol';
import { Download } from 'lucide-react';
import { DownloadLink } from '../requests/download-link.tsx';
import { formatShare } from '../service/promise.ts';

/** What is asked again and again, and how often the bot knew it. */
export function TopQuestions({ analytics: { topQuestions }, csv }: { analytics: Analytics; csv: string }) {
  const most = topQuestions[0]?.asked ?? 1;
  return (
    <section aria-label="Top questions" className="rounded-xl border border-line bg-surface">
      <div className="flex flex-wrap items-start justify-between gap-3 px-4 pt-3 pb-2.5">
        <div>
          <h2 className="font-semibold text-sm">Top questions</h2>
          <p className="mt-0.5 text-ink-soft text-xs">
            Asked more than once; case and punctuation do not count. Days are those in UTC.
          </p>
        </div>
        {topQuestions.length > 0 && (
          <DownloadLink href={csv}>
            <Download aria-hidden="true" className="size-4" />
            CSV
          </DownloadLink>
        )}
      </div>
      {topQuestions.length === 0 ? (
        <p className="border-line border-t px-4 py-8 text-center text-ink-faint text-sm">
          No question was asked twice in this time.
        </p>
      ) : (
        <ol className="divide-y divide-line border-line border-t">
          {topQuestions.map(({ question, asked, answered }) => (
            <li
              key={question}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_8rem_4rem_11rem]"
            >
              <span className="min-w-0 break-words font-medium first-letter:uppercase">{question}</span>
              <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken max-sm:hidden">
                <span className="block h-full rounded-full bg-info" style={{ width: `${(asked / most) * 100}%` }} />
              </span>
              <span className="text-right tabular-nums">{asked.toLocaleString('en')}×</span>
              <span
                className={`tabular-nums max-sm:col-span-2 sm:text-right ${answered < asked / 2 ? 'text-bad' : 'text-ink-soft'}`}
              >
                {formatShare(answered / asked)} answered by the bot
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

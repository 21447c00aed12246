'use client';

import type { PromptVersionView } from '@frontdesk/protocol';
import { useState } from 'react';
import { Comparison } from './comparison.tsx';

/** A version's text, or what is another in it than in one that is chosen: first the one that is live. */
export function ShownVersion({
  version,
  versions,
}: {
  version: PromptVersionView;
  versions: readonly PromptVersionView[];
}) {
  const others = versions.filter(({ id }) => id !== version.id);
  const [againstId, setAgainstId] = useState(others.find(({ published }) => published)?.id ?? '');
  const against = others.find(({ id }) => id === againstId);
  return (
    <div className="mt-3 space-y-2.5">
      {others.length > 0 && (
        <label className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
          Compared with
          <select
            value={againstId}
            onChange={(event) => setAgainstId(event.target.value)}
            className="rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 font-medium text-ink text-sm"
          >
            <option value="">nothing: its text</option>
            {others.map(({ id, number, published }) => (
              <option key={id} value={id}>
                version {number}
                {published ? ', live' : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {against ? (
        <Comparison
          title={`From version ${against.number} to version ${version.number}`}
          from={against.systemPrompt}
          to={version.systemPrompt}
        />
      ) : (
        <p className="whitespace-pre-wrap break-words rounded-xl bg-sunken p-3 text-sm leading-relaxed">
          {version.systemPrompt}
        </p>
      )}
    </div>
  );
}

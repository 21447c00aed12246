import type { SearchMatch } from '@frontdesk/protocol';
import { markedParts } from './marked-parts.ts';

const speakers: Record<SearchMatch['by'], string> = { visitor: '', assistant: 'AI: ', agent: 'Team: ', note: 'Note: ' };

/** What was found, with the words that were searched for. Text is text here, whatever it looks like. */
export function MatchExcerpt({ match: { by, excerpt, marks } }: { match: SearchMatch }) {
  return (
    <>
      {speakers[by]}
      {markedParts(excerpt, marks).map(({ from, text, isMarked }) =>
        isMarked ? (
          <mark key={from} className="rounded-sm bg-warn-soft text-ink">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  );
}

import { countOf } from '../../words/count-of.ts';
import type { PendingChange } from '../connection/pending-change.ts';

/** What an agent has just written, until it is stored. */
export function PendingItem({ change }: { change: PendingChange }) {
  if (change.kind !== 'reply' && change.kind !== 'note') return null;
  const look = change.kind === 'note' ? 'border border-warn bg-warn-soft' : 'bg-answer';
  return (
    <li className="flex max-w-[85%] flex-col items-end self-end opacity-70" data-pending={change.kind}>
      <p className="mb-1 px-1 text-ink-faint text-xs">{change.kind === 'note' ? 'Adding the note…' : 'Sending…'}</p>
      {change.text !== '' && (
        <p
          dir="auto"
          className={`whitespace-pre-wrap rounded-2xl rounded-tr-md px-3.5 py-2.5 text-[0.9375rem] leading-relaxed [overflow-wrap:anywhere] ${look}`}
        >
          {change.text}
        </p>
      )}
      {change.kind === 'reply' && change.files > 0 && (
        <p className="mt-1 px-1 text-ink-faint text-xs">{countOf(change.files, 'file')}</p>
      )}
    </li>
  );
}

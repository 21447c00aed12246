import type { WireError } from '@frontdesk/protocol';
import { WifiOff } from 'lucide-react';
import type { Link } from './agent-state.ts';

/** Says when what is shown may be old. */
export function ConnectionBanner({ link, problem }: { link: Link; problem: WireError | null }) {
  const text =
    link === 'reconnecting'
      ? 'Connection lost. What you see may be old. Reconnecting…'
      : link === 'refused'
        ? (problem?.message ?? 'The server refuses the connection.')
        : null;
  return (
    <div role="status">
      {text && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-center font-medium text-sm text-warn">
          <WifiOff aria-hidden="true" className="size-4 shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}

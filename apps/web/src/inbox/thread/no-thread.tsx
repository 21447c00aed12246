import { MousePointerClick } from 'lucide-react';
import type { ReactNode } from 'react';

/** @param children what else there is to say */
export function NoThread({ children }: { children?: ReactNode }) {
  return (
    <div className="grid h-full place-content-center justify-items-center px-8 text-center">
      <MousePointerClick aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
      <p className="mt-4 font-medium">Choose a conversation</p>
      <p className="mt-1 max-w-xs text-ink-soft text-sm leading-relaxed">
        You see it live, word by word, as its customer does, with the timings of every answer.
      </p>
      {children}
    </div>
  );
}

'use client';

import type { ReactNode } from 'react';

type Command = 'open' | 'close' | 'toggle';
interface CommandQueue {
  (command: Command): void;
  q?: unknown[];
}

declare global {
  interface Window {
    Frontdesk?: CommandQueue;
  }
}

/** Opens the chat through the widget's public command, as any shop would; before the script has loaded, the command waits in its queue. */
export function AskButton({ children, className }: { children: ReactNode; className?: string }) {
  const open = () => {
    if (!window.Frontdesk) {
      const queue: CommandQueue = (...command) => {
        queue.q = [...(queue.q ?? []), command];
      };
      window.Frontdesk = queue;
    }
    window.Frontdesk('open');
  };
  return (
    <button type="button" onClick={open} className={className}>
      {children}
    </button>
  );
}

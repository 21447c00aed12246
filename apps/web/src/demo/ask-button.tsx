'use client';

import type { ReactNode } from 'react';
import { frontdesk } from './frontdesk-command.ts';
import { useChatGone } from './use-chat-gone.ts';

/** Opens the chat, with a question in its field that the customer may send. Without a chat there is nothing to open. */
export function AskButton(props: { question?: string; label?: string; children: ReactNode; className?: string }) {
  const { question, label, children, className } = props;
  const gone = useChatGone();
  if (gone) return null;
  return (
    <button
      type="button"
      aria-label={label}
      onClick={() => frontdesk('open', question === undefined ? {} : { message: question })}
      className={className}
    >
      {children}
    </button>
  );
}

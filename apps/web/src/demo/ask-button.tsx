'use client';

import type { ReactNode } from 'react';
import { frontdesk } from './frontdesk-command.ts';

/** Opens the chat, with a question in its field that the customer may send. */
export function AskButton(props: { question?: string; label?: string; children: ReactNode; className?: string }) {
  const { question, label, children, className } = props;
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

import type { ReactNode } from 'react';
import { CopyButton } from '../docs/copy-button.tsx';

interface Props {
  /** What is kept nowhere. */
  text: string;
  /** What it is, for those who hear the page. */
  label: string;
  /** What it is for. */
  children: ReactNode;
}

/** A secret that was made just now, to be copied. */
export function ShownOnce({ text, label, children }: Props) {
  return (
    <div className="rounded-xl border border-line bg-sunken p-3">
      <p className="text-sm">{children}</p>
      <div className="mt-2 flex items-center gap-2 text-sm">
        <code className="min-w-0 flex-1 break-all text-sm">{text}</code>
        <CopyButton text={text} label={label} />
      </div>
    </div>
  );
}

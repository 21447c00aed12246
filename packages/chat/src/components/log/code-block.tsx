import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CopyIcon, DoneIcon } from '../icons.tsx';
import { copyText } from './copy-text.ts';

/** Texts of the button, in the reader's language. */
export interface CodeLabels {
  copy: string;
  copied: string;
}

const saysSoForMs = 2_000;

/** A block of code, with a button that takes it as it is. */
export function CodeBlock({ code, labels, children }: { code: string; labels: CodeLabels; children: ReactNode }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(): Promise<void> {
    if (!(await copyText(code))) return;
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), saysSoForMs);
  }

  return (
    <div className="fd-code">
      {children}
      <button type="button" className="fd-copy-code" aria-label={labels.copy} title={labels.copy} onClick={copy}>
        {copied ? <DoneIcon /> : <CopyIcon />}
      </button>
      <span className="fd-hidden" role="status">
        {copied && labels.copied}
      </span>
    </div>
  );
}

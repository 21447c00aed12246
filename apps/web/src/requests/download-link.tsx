'use client';

import type { MouseEvent, ReactNode } from 'react';
import { adminRequest } from './admin-request.ts';

interface Props {
  href: string;
  /** Defaults to the look of a button. */
  className?: string;
  children: ReactNode;
}

const buttonLook =
  'inline-flex items-center gap-1.5 rounded-lg border border-line bg-surface px-3 py-1.5 font-medium text-sm hover:bg-hover';

/** Saves what the gateway gives at an address, once there is a session: a refusal would take the place of the page. */
export function DownloadLink({ href, className = buttonLook, children }: Props) {
  const press = async (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // What else is wrong, the browser says of the download.
    await adminRequest('GET', 'me').catch(() => undefined);
    Object.assign(document.createElement('a'), { href, download: '' }).click();
  };
  return (
    <a href={href} download="" onClick={(event) => void press(event)} className={className}>
      {children}
    </a>
  );
}

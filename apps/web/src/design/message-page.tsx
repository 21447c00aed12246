import type { ReactNode } from 'react';
import { Bell } from '../brand/bell.tsx';

/** A page that has one thing to say, such as that there is nothing at this address. */
export function MessagePage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center px-6 py-16 text-center">
      <Bell className="size-12 text-ink" />
      <h1 className="mt-6 text-balance font-semibold text-3xl tracking-tight">{title}</h1>
      <p className="mt-3 max-w-md text-balance text-ink-soft leading-relaxed">{text}</p>
      <div className="mt-8 flex flex-wrap justify-center gap-3">{children}</div>
    </main>
  );
}

export const primaryAction =
  'rounded-lg bg-action px-4 py-2.5 font-medium text-on-action text-sm transition-colors hover:bg-action-hover';
export const secondaryAction = 'rounded-lg border border-line-strong px-4 py-2.5 font-medium text-sm hover:bg-hover';

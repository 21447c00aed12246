import type { ReactNode } from 'react';

export function DemoFooter({ children, className }: { children: ReactNode; className: string }) {
  return (
    <footer className={`mx-auto flex max-w-6xl flex-wrap justify-between gap-3 px-5 py-8 pb-24 text-sm ${className}`}>
      <p>{children}</p>
      <p>
        Chat by{' '}
        <a href="/" className="underline underline-offset-2">
          Frontdesk
        </a>
      </p>
    </footer>
  );
}

import type { ReactNode } from 'react';

/** Over what takes the files that are held over it, which has to be `relative`: says what becomes of them. */
export function DropCover({ children }: { children: ReactNode }) {
  return (
    <p
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 z-10 grid justify-items-center rounded-xl border-2 border-focus border-dashed bg-surface/90 p-4 font-medium text-ink text-sm"
    >
      {/* In view also where what it is over is longer than the window. */}
      <span className="sticky top-[40dvh] h-fit">{children}</span>
    </p>
  );
}

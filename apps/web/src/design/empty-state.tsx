import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  /** Nothing is there because all is done. */
  good?: boolean;
  title: string;
  /** What there will be, and what to do for it. */
  children: ReactNode;
  action?: ReactNode;
}

/** Stands where a list or charts would, while there is nothing to show. */
export function EmptyState({ icon: Icon, good = false, title, children, action }: Props) {
  return (
    <div className="grid justify-items-center rounded-2xl border border-line border-dashed px-6 py-14 text-center">
      <Icon aria-hidden="true" className={`size-8 ${good ? 'text-good' : 'text-ink-faint'}`} strokeWidth={1.5} />
      <p className="mt-4 font-medium">{title}</p>
      <p className="mt-1 max-w-sm text-ink-soft text-sm leading-relaxed">{children}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

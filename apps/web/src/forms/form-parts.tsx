import { TriangleAlert } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

export const field =
  'mt-1.5 block w-full rounded-lg border border-line-strong bg-surface px-3 py-2 font-normal text-base text-ink placeholder:text-ink-faint disabled:border-line disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-bad sm:text-sm';

const looks = {
  primary: 'bg-action text-on-action hover:bg-action-hover',
  plain: 'border border-line bg-surface hover:bg-hover',
  danger: 'bg-bad-soft text-bad hover:brightness-95',
} as const;

export function Button({
  look = 'plain',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks }) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-lg px-3 py-1.5 font-medium text-sm transition-colors disabled:opacity-60 aria-disabled:opacity-60 ${looks[look]} ${className}`}
    />
  );
}

/** A small button that is only its picture; `label` is its name and its tooltip. */
export function IconButton({
  label,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className="grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink disabled:opacity-50 aria-disabled:opacity-50"
    >
      {children}
    </button>
  );
}

export function Problem({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="flex items-start gap-2 rounded-lg bg-bad-soft px-3 py-2.5 text-bad text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

interface Props {
  label: string;
  value: string;
  hint: string;
  /** The value's colour; left out: as text is. */
  tone?: string;
}

/** A figure with its name, and what it is of. To be put into a `dl`. */
export function FigureTile({ label, value, hint, tone = '' }: Props) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-ink-soft text-xs">{label}</dt>
      <dd className={`mt-1 font-semibold text-2xl tabular-nums leading-none tracking-tight ${tone}`}>{value}</dd>
      <dd className="mt-1.5 text-ink-faint text-xs leading-tight">{hint}</dd>
    </div>
  );
}

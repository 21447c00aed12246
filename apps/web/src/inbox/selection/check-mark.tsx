import { Check, Minus } from 'lucide-react';

interface Props {
  checked: boolean | 'mixed';
  label: string;
  /** @param range Shift is held */
  onToggle: (range: boolean) => void;
  className?: string;
}

/** A box to be ticked that is told of Shift; not every browser ticks one of its own then. */
export function CheckMark({ checked, label, onToggle, className = '' }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as said
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      title={label}
      // Else Shift would select the text in between.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={({ shiftKey }) => onToggle(shiftKey)}
      className={`grid place-items-center rounded-lg ${className}`}
    >
      <span
        className={`grid size-5 place-items-center rounded-md border-2 ${checked ? 'border-action bg-action text-on-action' : 'border-ink-faint bg-surface'}`}
      >
        {checked === true && <Check aria-hidden="true" className="size-4" strokeWidth={3} />}
        {checked === 'mixed' && <Minus aria-hidden="true" className="size-4" strokeWidth={3} />}
      </span>
    </button>
  );
}

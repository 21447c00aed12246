'use client';

import { type ReactNode, useId } from 'react';

export interface LabelledFieldProps {
  label: string;
  /** For those who hear the page alone. */
  hidesLabel?: boolean;
  hint?: ReactNode;
  problem?: string | undefined;
  /** Gives the field what ties it to its label, its hint and its problem. */
  children: (attributes: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode;
}

/** A field with its name above, and what is wrong with it right below. */
export function LabelledField({ label, hidesLabel = false, hint, problem, children }: LabelledFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={hidesLabel ? 'sr-only' : 'block font-medium text-sm'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-about` })}
      <p
        id={`${id}-about`}
        className={`mt-1.5 text-sm leading-relaxed empty:hidden ${problem ? 'text-bad' : 'text-ink-soft'}`}
      >
        {problem ?? hint}
      </p>
    </div>
  );
}

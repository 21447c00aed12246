'use client';

import type { ComponentProps } from 'react';
import { field } from './form-parts.tsx';
import { LabelledField, type LabelledFieldProps } from './labelled-field.tsx';

type Labelled<Name extends 'input' | 'textarea'> = Omit<LabelledFieldProps, 'children'> &
  Omit<ComponentProps<Name>, 'id' | 'children'>;

/** A line to write in, under its name; also one for a number, a time or an address. */
export function TextField({ label, hidesLabel = false, hint, problem, className = '', ...input }: Labelled<'input'>) {
  return (
    <LabelledField {...{ label, hidesLabel, hint, problem }}>
      {(attributes) => <input {...attributes} {...input} className={`${field} ${className}`} />}
    </LabelledField>
  );
}

/** Several lines. */
export function TextArea({ label, hidesLabel = false, hint, problem, className = '', ...area }: Labelled<'textarea'>) {
  return (
    <LabelledField {...{ label, hidesLabel, hint, problem }}>
      {(attributes) => <textarea {...attributes} {...area} className={`${field} ${className}`} />}
    </LabelledField>
  );
}

/** @param isNew it is chosen here, and says how long it has to be */
export function PasswordField({ isNew = false, ...rest }: Labelled<'input'> & { isNew?: boolean }) {
  return (
    <TextField
      {...(isNew && { hint: 'At least 12 characters.' })}
      {...rest}
      type="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
    />
  );
}

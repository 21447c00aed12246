'use client';

import { mergeChanges } from '@frontdesk/protocol';
import { useState } from 'react';

interface FormValues<Values> {
  values: Values;
  /** What was stored when these were typed. */
  before: Values;
  setValues(values: Values): void;
  /** To be called once `sent` is stored, before it is loaded again. */
  saved(sent: Values): void;
}

/**
 * The values of a form of which others may change some meanwhile: once it is loaded again it shows what is stored by then, and goes
 * on with what was typed since.
 * @param loaded changes with each load, and only then
 */
export function useFormValues<Loaded, Values extends object>(
  loaded: Loaded,
  typed: (loaded: Loaded) => Values,
): FormValues<Values> {
  const [state, setState] = useState(() => ({ loaded, values: typed(loaded), before: typed(loaded) }));
  if (state.loaded !== loaded) {
    const stored = typed(loaded);
    setState({ loaded, values: mergeChanges(stored, state), before: stored });
  }
  return {
    values: state.values,
    before: state.before,
    setValues: (values) => setState((now) => ({ ...now, values })),
    saved: (before) => setState((now) => ({ ...now, before })),
  };
}

'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Refusal, stillRefused, stillWrong } from './field-problems.ts';

interface Faults {
  form: RefObject<HTMLFormElement | null>;
  /** By the path of the field: what the last try found, without what has been corrected since. */
  wrong: Record<string, string>;
  /** Looks at all fields, and takes whoever typed to the first that is wrong. @returns whether none is */
  check(): boolean;
  /** Says beside the fields what only the gateway could find, until each is typed anew. */
  refuse(problems: Readonly<Record<string, string>>): void;
}

/**
 * What is wrong with a form's fields: found at the try to save, gone as each is corrected.
 * @param typed by path, of the fields that the gateway may refuse
 */
export function useFaults(
  problemsNow: () => Record<string, string>,
  typed: Readonly<Record<string, unknown>> = {},
): Faults {
  const form = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<Refusal>({ problems: {}, typed: {} });
  const isTried = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try looks for the first anew
  useEffect(() => {
    if (isTried.current) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [found, refusal]);
  const unsound = Object.keys(found).length === 0 ? found : stillWrong(found, problemsNow());
  return {
    form,
    wrong: { ...unsound, ...stillRefused(refusal, typed) },
    check() {
      const problems = problemsNow();
      isTried.current = true;
      setFound(problems);
      setRefusal({ problems: {}, typed });
      return Object.keys(problems).length === 0;
    },
    refuse: (problems) => setRefusal({ problems, typed }),
  };
}

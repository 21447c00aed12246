'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { stillWrong } from './field-problems.ts';

interface Faults {
  form: RefObject<HTMLFormElement | null>;
  /** By the path of the field: what the last try found, without what has been corrected since. */
  wrong: Record<string, string>;
  /** Looks at all fields, and takes whoever typed to the first that is wrong. @returns whether none is */
  check(): boolean;
}

/** What is wrong with a form's fields: found at the try to save, gone as each is corrected. */
export function useFaults(problemsNow: () => Record<string, string>): Faults {
  const form = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<Record<string, string>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try looks for the first anew
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [found]);
  return {
    form,
    wrong: Object.keys(found).length === 0 ? found : stillWrong(found, problemsNow()),
    check() {
      const problems = problemsNow();
      setFound(problems);
      return Object.keys(problems).length === 0;
    },
  };
}

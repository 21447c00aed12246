import { useEffect, useState } from 'react';
import { backOffMs } from '../../connection/retry-policy.ts';
import { type ChatLocale, loadLocale } from '../../strings/languages.ts';

/** Fetches the language that is wished for, most important wish first, and tries again where that fails; null until it is there. */
export function useLoadedLocale(wishes: readonly (string | null | undefined)[]): ChatLocale | null {
  const [locale, setLocale] = useState<ChatLocale | null>(null);
  const wanted = wishes.filter(Boolean).join();
  useEffect(() => {
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function load(attempt: number): void {
      loadLocale(wanted.split(',')).then(
        (loaded) => {
          if (!left) setLocale(loaded);
        },
        () => {
          if (!left) timer = setTimeout(load, backOffMs(attempt), attempt + 1);
        },
      );
    }
    load(0);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  return locale;
}

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type ChatLocale, loadLocale } from '../strings/languages.ts';
import type { Strings } from '../strings/strings.ts';

const LocaleContext = createContext<ChatLocale | null>(null);

/** Gives the components below their language. */
export function LocaleProvider({ locale, children }: { locale: ChatLocale; children: ReactNode }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** The chat's language; `tag` is for Intl. */
export function useLocale(): ChatLocale {
  const locale = useContext(LocaleContext);
  if (locale === null) throw new Error('a component of the chat stands outside of its LocaleProvider');
  return locale;
}

export function useStrings(): Strings {
  return useLocale().strings;
}

/** Fetches the language that is wished for, most important wish first; null until it is there. */
export function useLoadedLocale(wishes: readonly (string | null | undefined)[]): ChatLocale | null {
  const [locale, setLocale] = useState<ChatLocale | null>(null);
  const wanted = wishes.filter(Boolean).join();
  useEffect(() => {
    let left = false;
    loadLocale(wanted.split(',')).then((loaded) => {
      if (!left) setLocale(loaded);
    });
    return () => {
      left = true;
    };
  }, [wanted]);
  return locale;
}

import { createContext, type ReactNode, useContext } from 'react';
import type { ChatLocale } from '../strings/languages.ts';
import type { Strings } from '../strings/strings.ts';

const LocaleContext = createContext<ChatLocale | null>(null);

/** Gives the components below their language. */
export function LocaleProvider({ locale, children }: { locale: ChatLocale; children: ReactNode }) {
  return <LocaleContext.Provider value={locale}>{children}</LocaleContext.Provider>;
}

/** The chat's language; `tag` is for Intl. */
export function useLocale(): ChatLocale {
  const locale = useContext(LocaleContext);
  if (locale === null) throw new Error('there is no LocaleProvider');
  return locale;
}

export function useStrings(): Strings {
  return useLocale().strings;
}

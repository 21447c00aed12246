import { createPlural, type Plural } from './plural.ts';
import type { Strings } from './strings.ts';

export type Direction = 'ltr' | 'rtl';

interface Language {
  direction: Direction;
  /** Each language is a file of its own: a browser fetches the one that it shows. */
  load: () => Promise<{ default: (plural: Plural) => Strings }>;
}

/** The languages that the chat itself speaks. Answers are another matter: their language is the site's. */
export const languages = {
  ar: { direction: 'rtl', load: () => import('./ar.ts') },
  de: { direction: 'ltr', load: () => import('./de.ts') },
  en: { direction: 'ltr', load: () => import('./en.ts') },
  es: { direction: 'ltr', load: () => import('./es.ts') },
  fr: { direction: 'ltr', load: () => import('./fr.ts') },
  he: { direction: 'rtl', load: () => import('./he.ts') },
  nl: { direction: 'ltr', load: () => import('./nl.ts') },
  pt: { direction: 'ltr', load: () => import('./pt.ts') },
} as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof languages;

/** What a chat is shown in. */
export interface ChatLocale {
  /** A BCP 47 tag of the language, with the region that was wished for: for `lang`, numbers and times. */
  tag: string;
  direction: Direction;
  strings: Strings;
}

/** Old codes that browsers may still send. */
const renamed: Readonly<Record<string, LanguageCode>> = { iw: 'he' };

/**
 * Pure: the first of the wishes whose language there is, most important first; English where there is none.
 * @param wishes BCP 47 tags; null, empty and malformed ones are passed over
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): { code: LanguageCode; tag: string } {
  for (const wish of wishes) {
    const tag = wish ? canonicalTag(wish) : undefined;
    const language = tag?.split('-', 1)[0] ?? '';
    const code = renamed[language] ?? language;
    if (tag !== undefined && isLanguage(code)) return { code, tag };
  }
  return { code: 'en', tag: 'en' };
}

/** Fetches the texts of the language that {@link chooseLanguage} finds. */
export async function loadLocale(wishes: readonly (string | null | undefined)[]): Promise<ChatLocale> {
  const { code, tag } = chooseLanguage(wishes);
  const { direction, load } = languages[code];
  const { default: stringsIn } = await load();
  return { tag, direction, strings: stringsIn(createPlural(code)) };
}

const isLanguage = (code: string): code is LanguageCode => Object.hasOwn(languages, code);

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

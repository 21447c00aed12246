import de from './de.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };

/** The list of replies in another language, by the ids of the English one. */
export interface Translation {
  texts: Readonly<Record<string, string>>;
  /** Said instead by a site that has nobody behind its assistant. */
  alone: Readonly<Record<string, string>>;
}

/** By ISO 639-1. */
export const translations: Readonly<Record<string, Translation>> = { de, es, fr, it, nl, pt };

/** The language of the list that a site speaks from where it answers in `language`. */
export function languageOfList(language: string): string {
  return language in translations ? language : 'en';
}

/** Of the lists that a site speaks from which answers in `languages`; of all lists where none are given. */
export function languagesOfLists(languages: readonly string[] = ['en', ...Object.keys(translations)]): string[] {
  return [...new Set(languages.map(languageOfList))];
}

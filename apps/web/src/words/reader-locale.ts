/**
 * Pure: in which way the admin writes dates and times, as a locale: as the chat does for customers, by the reader's browser. Its
 * pages are in English: for whoever reads another language dates are British, and the clock has 12 or 24 hours as theirs.
 * @param language as `navigator.language` says
 */
export function localeOf(language: string): string {
  try {
    if (new Intl.Locale(language).language === 'en') return language;
    const { hourCycle = 'h23' } = new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions();
    return `en-GB-u-hc-${hourCycle}`;
  } catch {
    return 'en-GB';
  }
}

/** Of whoever looks. On the server, which shows no times, there is nobody. */
export const readerLocale = localeOf(typeof window === 'undefined' ? 'en-GB' : navigator.language);

/** Pure: the language that a browser asks for first, as a tag; null where it names none. */
export function preferredLanguage(acceptLanguage: string | undefined): string | null {
  const first = acceptLanguage?.split(',')[0]?.split(';')[0]?.trim() ?? '';
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/.test(first) ? first : null;
}

/** A longer one helps nobody who reads it. */
const pageShownChars = 500;

/**
 * Pure: the address of a web page as agents may see it; null for all else. Queries and fragments hold what is nobody's
 * business: tokens, searches, addresses.
 */
export function pageAddress(page: string | undefined): string | null {
  if (!page || !URL.canParse(page)) return null;
  const { protocol, origin, pathname } = new URL(page);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return `${origin}${pathname}`.slice(0, pageShownChars);
}

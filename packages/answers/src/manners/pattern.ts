/** One of a list's words or phrases, parted by commas; each may be a pattern itself. */
export const oneOf = (list: string): string =>
  `(?:${list
    .trim()
    .split(/\s*,\s*/)
    .join('|')})`;

/** Any number of them, each with the blank behind it. */
export const anyOf = (list: string): string => `(?:${oneOf(list)} )*`;

/**
 * What consists of a few words or phrases of the lists alone, with single blanks between. Of some words there are several ways to
 * read them, "danke sehr gern", and each doubles the work: without a bound one long message would stop a worker.
 */
export const consistsOf = (...lists: string[]): RegExp => pattern`^(?:${oneOf(lists.join(', '))}(?: |$)){1,12}$`;

/** A pattern of pieces. */
export const pattern = (pieces: TemplateStringsArray, ...lists: string[]): RegExp =>
  new RegExp(String.raw(pieces, ...lists));

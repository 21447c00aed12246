/** One of a list's words or phrases, parted by commas; each may be a pattern itself. */
export const oneOf = (list: string): string =>
  `(?:${list
    .trim()
    .split(/\s*,\s*/)
    .join('|')})`;

/** Any number of them, each with the blank behind it. */
export const anyOf = (list: string): string => `(?:${oneOf(list)} )*`;

/** A pattern of pieces. */
export const pattern = (pieces: TemplateStringsArray, ...lists: string[]): RegExp =>
  new RegExp(String.raw(pieces, ...lists));

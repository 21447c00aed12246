/** Text with one kind of dash and of blank, full-width letters and digits as usual ones, and nothing that is not seen. */
export function plainSigns(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}−]/gu, '-');
}

/** Looked for from the beginning of a word, and bounded: thousands of letters may be one. */
const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+][\p{L}\p{N}._%+'-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])/gu;
/** RFC 5321: an address is no longer. */
const longestEmail = 254;

/** Pure: the first e-mail address in a text, as it is written there. */
export function emailIn(text: string): string | undefined {
  return plainSigns(text)
    .match(email)
    ?.find((address) => address.length <= longestEmail);
}

/** A number in an address is none of an order. */
export function withoutAddresses(text: string): string {
  return text.replace(email, ' @ ');
}

/** Text as words are looked for in it: small letters without accents, single blanks, and ` . ` where a sentence ends. "It's" is its, "l'ordine" two words. */
export function simpleWords(text: string): string {
  return text
    .replace(/[‘’`´]/g, "'")
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/(?<=\p{L})'(?=(?:s|t|re|ve|ll|d|m)(?!\p{L}))/gu, '')
    .replace(/[.!?;\n]+/g, ' . ')
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();
}

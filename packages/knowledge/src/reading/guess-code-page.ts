import { TextDecoder } from 'node:util';

/** What the bytes from 0x80 on stand for, in small letters. Decoded in one step Node 20 takes Windows-1252 for Latin-1. */
const signsOf = (codePage: string): string[] => {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => 128 + index);
  return [...new TextDecoder(codePage).decode(bytes, { stream: true }).toLowerCase()];
};
const western = signsOf('windows-1252');
const central = signsOf('windows-1250');

/** Letters beyond ASCII of languages that are written with either, with those of words that they borrow. */
const westernAlphabets = [
  'àâæçéèêëîïôœùûüÿäößáíóúñò',
  'àâçéèêëîïôùûìíòóú',
  'áàâãçéêíóôõúüñ',
  'éèêóòôâàæøåäöüšž',
  'áíóúýæøðéöþ',
  'éåäöõüšž',
];
/** Polish, Czech, Slovak, Hungarian, Croatian and Slovene. */
const centralAlphabets = ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'čćđšž'];

const isLetter = (sign = ''): boolean => /\p{L}/u.test(sign) && !/[ªº]/.test(sign);
const differing = new Set([...central.keys()].filter((index) => central[index] !== western[index]));

/**
 * The code page of a text that is not UTF-8 and names none: Windows-1250 where its letters are those of one language that is
 * written with it, and of none that is written with Windows-1252.
 */
export function guessCodePage(bytes: Uint8Array): 'windows-1250' | 'windows-1252' {
  const { used, within, share } = countSigns(bytes);
  const telling = used.filter((index) => differing.has(index) && isLetter(central[index]));
  // A few such letters are those of a name.
  const isClear = telling.length > 2 || (telling.length > 0 && share > 0.02);
  const isSound = (index: number) =>
    !/\p{Cc}/u.test(western[index] ?? '') && !(within.has(index) && telling.includes(index));
  if (!isClear || westernAlphabets.some((letters) => fits(used, western, letters, isSound))) return 'windows-1252';
  const isCentral = centralAlphabets.some((letters) => fits(used, central, letters, (index) => !differing.has(index)));
  return isCentral ? 'windows-1250' : 'windows-1252';
}

/** Whether all letters are of an alphabet, and all other signs sound. */
const fits = (
  used: readonly number[],
  signs: readonly string[],
  letters: string,
  isSound: (index: number) => boolean,
): boolean => used.every((index) => (isLetter(signs[index]) ? letters.includes(signs[index] ?? ' ') : isSound(index)));

/** The bytes beyond ASCII that are used, those that stand between letters, and how many of all letters are such bytes. */
function countSigns(bytes: Uint8Array): { used: number[]; within: Set<number>; share: number } {
  const counts = new Array<number>(128).fill(0);
  const within = new Set<number>();
  let ascii = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte < 0x80) ascii += isWordByte(byte) ? 1 : 0;
    else {
      counts[byte - 128] = (counts[byte - 128] ?? 0) + 1;
      if (isWordByte(bytes[at - 1]) && isWordByte(bytes[at + 1])) within.add(byte - 128);
    }
  }
  const used = [...counts.keys()].filter((index) => counts[index]);
  const beyond = used.reduce((sum, index) => sum + (isLetter(central[index]) ? (counts[index] ?? 0) : 0), 0);
  return { used, within, share: beyond / Math.max(1, beyond + ascii) };
}

const isWordByte = (byte = 0): boolean => byte >= 0xc0 || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

import { bareNumbersIn } from './bare-number.ts';
import { plainSigns, withoutAddresses } from './order-text.ts';

/** A run of letters or digits of an example, and the sign before it. */
interface Part {
  sign: string;
  run: string;
}

/** A number that was found, as the example writes it. */
export interface FoundNumber {
  number: string;
  /** Where it stands. */
  start: number;
  end: number;
  /** Whether it has as many digits as the example. */
  isExact: boolean;
}

/** What customers write between letters and digits, whatever the example has there. */
const between = String.raw`\s?[-_/.#:]?\s?`;
const isDigits = (run: string): boolean => /^\d/.test(run);

/** Letters that may be a word, and a year: "in 2024". */
const wordAndYear = /^\p{Ll}+\s+(?:19|20)\d\d$/u;

/**
 * Pure: the first number in `text` that looks like one of a site's examples, best with as many digits.
 * @returns in capitals, as the example has its signs; undefined where none is in the text
 */
export function orderNumberIn(text: string, examples: readonly string[]): string | undefined {
  const said = withoutAddresses(plainSigns(text));
  const parts = examples.map((example) => partsOf(plainSigns(example)));
  const found = parts.flatMap((example) => numbersLike(example, said));
  // "10423" is what many say of FE-10423, where they were asked for it.
  const all = found.length > 0 ? found : parts.flatMap((example) => withoutLetters(example, said));
  const [best] = all.sort((one, two) => Number(two.isExact) - Number(one.isExact) || one.start - two.start);
  return best?.number;
}

function numbersLike(parts: readonly Part[], said: string): FoundNumber[] {
  const found = allOf(parts, said);
  if (parts.every(({ run }) => isDigits(run))) return bareNumbersIn(said, found);
  return found.filter(({ start, end }) => !wordAndYear.test(said.slice(start, end)));
}

/** Of an example that begins with letters, the rest, with these before it. */
function withoutLetters([letters, ...rest]: readonly Part[], said: string): FoundNumber[] {
  if (!letters || isDigits(letters.run) || !rest.every(({ run }) => isDigits(run))) return [];
  // What has other letters is another number.
  const found = bareNumbersIn(said, allOf(rest, said)).filter(
    ({ start }) => !/\p{L}[-_/.#:]?$/u.test(said.slice(0, start)),
  );
  return found.map((one) => ({ ...one, number: `${letters.sign}${letters.run}`.toUpperCase() + one.number }));
}

function allOf(parts: readonly Part[], said: string): FoundNumber[] {
  return [...said.matchAll(patternOf(parts))].map((match): FoundNumber => {
    const runs = match.slice(1);
    return {
      number: parts.map(({ sign }, index) => `${sign}${runs[index]}`.toUpperCase()).join(''),
      start: match.index,
      end: match.index + match[0].length,
      isExact: parts.every(({ run }, index) => !isDigits(run) || run.length === runs[index]?.length),
    };
  });
}

function partsOf(example: string): Part[] {
  return [...example.matchAll(/([^\p{L}\d]*)(\p{L}+|\d+)/gu)].map(([, sign = '', run = '']) => ({ sign, run }));
}

/** No number goes on behind it, nor has a sign and more digits there. The longest run of digits may have one more or one fewer. */
function patternOf(parts: readonly Part[]): RegExp {
  const longest = Math.max(...parts.map(({ run }) => (isDigits(run) ? run.length : 0)));
  const flexible = parts.findLastIndex(({ run }) => isDigits(run) && run.length === longest);
  const runs = parts.map(({ run }, index) => {
    if (!isDigits(run)) return `(${run})`;
    return index === flexible ? `(\\d{${Math.max(1, run.length - 1)},${run.length + 1}})` : `(\\d{${run.length}})`;
  });
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${runs.join(between)}(?![\p{L}\p{N}@]|[-/.,:]\d)`, 'giu');
}

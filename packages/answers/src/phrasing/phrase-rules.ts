/** A number as it is written: 30, 1,299.00, 9:30, 24. */
const numbers = /\d+(?:[.,:]\d+)*/g;
const endsInNumber = /\d+(?:[.,:]\d+)*[.,:]?$/;
/** An e-mail address, a link, or a name of the web. */
const link = /@|:\/\/|^www\.|[\p{L}\p{N}]{2,}\.\p{L}{2,}/u;
const outerSigns = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}/]+$/gu;

const numberWords = [
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen'],
  ...['fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen', 'twenty'],
];
const tens = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety', 'hundred'];
/** Without "may" and "march", which are more often other words. */
const dates = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'january', 'february', 'april'],
  ...['june', 'july', 'august', 'september', 'october', 'november', 'december'],
];
const digitsOf = new Map<string, string>([
  ...numberWords.map((word, index): [string, string] => [word, `${index + 2}`]),
  ...tens.map((word, index): [string, string] => [word, `${30 + 10 * index}`]),
]);
const guardedWords = new Set([...digitsOf.keys(), ...dates, ...dates.map((date) => `${date}s`)]);
const personWords = new Set(['human', 'person', 'man', 'woman', 'employee']);
const negations = new Set(['not', "isn't", 'never', 'no']);
/** Words between "I am" and "human" at most: "a real". */
const claimWords = 4;

/** Whether a text has a word in it, between others, that is only said if the sources do, or that could be a claim. */
export function hasGuardedWord(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => guardedWords.has(word) || personWords.has(word));
}

/** Where a text stands that is being written. */
export interface PhraseState {
  /** The word that is being written. */
  tail: string;
  /** The last words before it, lower case. */
  before: readonly string[];
}

export const phraseStart: PhraseState = { tail: '', before: [] };

/**
 * What must not be said in free wording: a number, price, date, address, link or e-mail that is not in the sources
 * (passages and question), and that the assistant is a person. A word that could become one of those is only gone on
 * with as long as it can still become one of the sources: so nothing shown needs to be taken back.
 */
export class PhraseRules {
  readonly #numbers = new Set<string>();
  readonly #links = new Set<string>();
  readonly #words = new Set<string>();

  constructor(sources: readonly string[]) {
    for (const word of sources.flatMap((source) => source.toLowerCase().split(/\s+/))) {
      const core = coreOf(word);
      // A byte-level vocabulary may have letters beyond ASCII in parts only, and a part can't be told.
      if (link.test(core)) {
        if (/^[!-~]+$/.test(core)) this.#links.add(core);
      } else for (const number of word.match(numbers) ?? []) this.#numbers.add(number);
      for (const part of core.split(/[^\p{L}]+/u)) if (guardedWords.has(part)) this.#words.add(part);
    }
    for (const [word, digits] of digitsOf) {
      if (this.#numbers.has(digits)) this.#words.add(word);
      else if (this.#words.has(word)) this.#numbers.add(digits);
    }
  }

  /** Where the text stands after `text`; undefined if that must not be said. */
  next({ tail, before }: PhraseState, text: string): PhraseState | undefined {
    const words = (tail + text).split(/\s/);
    const last = words.pop() ?? '';
    let said = before;
    for (const word of words) {
      if (!this.mayEnd({ tail: word, before: said })) return undefined;
      if (word !== '') said = [...said, word.toLowerCase()].slice(-claimWords);
    }
    return this.#mayBegin(last, said) ? { tail: last, before: said } : undefined;
  }

  /** Whether the word that is being written may end here. */
  mayEnd({ tail, before }: PhraseState): boolean {
    const word = tail.toLowerCase();
    const core = coreOf(word);
    if (link.test(core)) return this.#links.has(core);
    if ((word.match(numbers) ?? []).some((number) => !this.#numbers.has(number))) return false;
    const guarded = core.split(/[^\p{L}]+/u).filter((part) => guardedWords.has(part));
    return guarded.every((part) => this.#words.has(part)) && !(personWords.has(core) && claimsToBe(before));
  }

  /** Letters that must not be added to a word of letters alone, since they would make it one that must not be said. */
  refusedEndings({ tail, before }: PhraseState): ReadonlySet<string> {
    const begun = tail.toLowerCase();
    const words = [...guardedWords].filter((word) => ![...this.#words].some((known) => known.startsWith(word)));
    if (claimsToBe(before)) words.push(...personWords);
    return new Set(words.filter((word) => word.startsWith(begun)).map((word) => word.slice(begun.length)));
  }

  /** Whether a next word could claim that a person speaks, the word that is being written counted. */
  isClaiming({ tail, before }: PhraseState): boolean {
    return claimsToBe([...before, tail.toLowerCase()]);
  }

  /** Whether a word that begins so can still become one that may be said. */
  #mayBegin(tail: string, before: readonly string[]): boolean {
    const word = tail.toLowerCase();
    const begun = word.replace(/^[^\p{L}\p{N}]+/u, '');
    if (link.test(begun)) {
      return this.#links.has(coreOf(word)) || [...this.#links].some((known) => known.startsWith(begun));
    }
    const last = word.match(endsInNumber)?.[0] ?? '';
    const earlier = word.slice(0, word.length - last.length).match(numbers) ?? [];
    if (earlier.some((number) => !this.#numbers.has(number))) return false;
    if (last !== '' && !this.#numbers.has(last.replace(/[.,:]$/, ''))) {
      if (![...this.#numbers].some((number) => number.startsWith(last))) return false;
    }
    const parts = begun.split(/[^\p{L}]+/u).filter((part) => guardedWords.has(part));
    if (!parts.every((part) => [...this.#words].some((known) => known.startsWith(part)))) return false;
    return !(personWords.has(coreOf(word)) && claimsToBe(before));
  }
}

function coreOf(word: string): string {
  return word.replace(outerSigns, '');
}

/** Whether the words before say "I am", without "not". */
function claimsToBe(before: readonly string[]): boolean {
  const says = before.some(
    (word, index) =>
      /^i['’]m$/.test(coreOf(word)) || (coreOf(word) === 'i' && coreOf(before[index + 1] ?? '') === 'am'),
  );
  return says && !before.some((word) => negations.has(coreOf(word)));
}

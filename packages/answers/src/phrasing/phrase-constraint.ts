import { hasGuardedWord, type PhraseRules, type PhraseState, phraseStart } from './phrase-rules.ts';

/** What a token's text is made of; most can be judged by that alone. */
const kinds = {
  control: 0,
  letters: 1,
  other: 3,
  /** Begins with a sign or several blanks, and has nothing in it that needs a look. */
  calm: 5,
  /** A blank first, and no other: a word ends before it, and letters begin one. */
  word: 4,
  /** The same with what is not letters alone. */
  mixedWord: 6,
} as const;

const wordKinds: ReadonlySet<number> = new Set([kinds.word, kinds.mixedWord]);

/** Texts of all ids of a vocabulary; made once. */
export interface TokenTexts {
  texts: readonly string[];
  kinds: Uint8Array;
}

/** @param decode text of ids; that of a control token is empty */
export function tokenTexts(vocabSize: number, decode: (ids: readonly number[]) => string): TokenTexts {
  const texts = Array.from({ length: vocabSize }, (_, id) => decode([id]));
  return { texts, kinds: Uint8Array.from(texts, kindOf) };
}

function kindOf(text: string): number {
  if (text === '') return kinds.control;
  if (/^\p{L}+$/u.test(text)) return kinds.letters;
  if (/^\s\p{L}*$/u.test(text)) return kinds.word;
  if (/^\s\S*$/.test(text)) return kinds.mixedWord;
  return /^[^\p{L}\p{N}\p{Sc}.@:/%][^\p{N}\p{Sc}.@:/%]*$/u.test(text) && !hasGuardedWord(text)
    ? kinds.calm
    : kinds.other;
}

/** What decides there on what may follow. */
interface Place {
  mayEnd: boolean;
  isInNumber: boolean;
  inLetters: boolean;
  refused: ReadonlySet<string> | undefined;
  watched: ReadonlySet<string> | undefined;
}

/** The rules of mode phrase on token ids. Goes along with an answer id by id. */
export class PhraseConstraint {
  readonly #rules: PhraseRules;
  readonly #tokens: TokenTexts;
  readonly #endIds: ReadonlySet<number>;
  /** Of a token that ends the word before it: whether what it begins may be said, whatever that word is. */
  readonly #mayBeginWord: Uint8Array;
  #state: PhraseState = phraseStart;
  #length = 0;
  #place: Place | undefined;

  /** @param endIds ids that end an answer */
  constructor(rules: PhraseRules, tokens: TokenTexts, endIds: readonly number[]) {
    this.#rules = rules;
    this.#tokens = tokens;
    this.#endIds = new Set(endIds);
    this.#mayBeginWord = Uint8Array.from(tokens.texts, (text, id) =>
      wordKinds.has(tokens.kinds[id] ?? 0) && rules.next(phraseStart, text) ? 1 : 0,
    );
  }

  /** Goes on to an answer of these ids: what follows is asked of it. @throws when an id may not follow those before it */
  follow(generatedIds: readonly number[]): void {
    if (generatedIds.length < this.#length) {
      this.#state = phraseStart;
      this.#length = 0;
    }
    for (; this.#length < generatedIds.length; this.#length += 1) {
      const id = generatedIds[this.#length] as number;
      const next = this.#rules.next(this.#state, this.#tokens.texts[id] ?? '');
      if (!next) throw new Error(`id ${id} at ${this.#length} must not be said`);
      this.#state = next;
    }
    this.#place = undefined;
  }

  /** Whether the answer may end here: then nearly all ids may follow, and few otherwise. */
  get mayEnd(): boolean {
    return this.#here.mayEnd;
  }

  /** Whether an id may follow. */
  readonly allows = (id: number): boolean => {
    const { mayEnd, isInNumber, inLetters, refused, watched } = this.#here;
    const text = this.#tokens.texts[id] ?? '';
    const kind = this.#tokens.kinds[id] ?? kinds.control;
    if (this.#endIds.has(id)) return mayEnd;
    if (kind === kinds.control) return false;
    if (isInNumber) return this.#rules.next(this.#state, text) !== undefined;
    if (kind === kinds.word && watched) return !watched.has(text.slice(1).toLowerCase());
    if (wordKinds.has(kind) && !watched) return mayEnd && this.#mayBeginWord[id] === 1;
    if (kind === kinds.letters && refused) return !refused.has(text.toLowerCase());
    if (kind === kinds.calm && inLetters) return mayEnd;
    return this.#rules.next(this.#state, text) !== undefined;
  };

  /** All ids that may follow, in ascending order. */
  get allowed(): number[] {
    const allowed: number[] = [];
    for (let id = 0; id < this.#tokens.texts.length; id++) if (this.allows(id)) allowed.push(id);
    return allowed;
  }

  get #here(): Place {
    this.#place ??= this.#look();
    return this.#place;
  }

  #look(): Place {
    const mayEnd = this.#rules.mayEnd(this.#state);
    const inLetters = /^\p{L}*$/u.test(this.#state.tail);
    const refused = inLetters ? this.#rules.refusedEndings(this.#state) : this.#rules.refusedBehind(this.#state);
    const isInNumber = this.#rules.isInNumber(this.#state);
    return { mayEnd, isInNumber, inLetters, refused, watched: this.#watchedWords(mayEnd) };
  }

  /** Words that must not come next, where what was said before decides on it too. */
  #watchedWords(mayEnd: boolean): ReadonlySet<string> | undefined {
    const next = mayEnd && this.#rules.isWatching(this.#state) ? this.#rules.next(this.#state, ' ') : undefined;
    return next && this.#rules.refusedEndings(next);
  }
}

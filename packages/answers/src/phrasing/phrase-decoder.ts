import { abbreviation } from '../abbreviation.ts';
import { PhraseConstraint, type TokenTexts } from './phrase-constraint.ts';
import { PhraseRules } from './phrase-rules.ts';

export interface PhraseDecoderOptions {
  /** What the answer may take numbers, dates and addresses from. */
  sources: readonly string[];
  tokens: TokenTexts;
  /** Ids that end an answer. */
  endIds: readonly number[];
  /** The offer of a person, a blank before it: the end of an answer that is in doubt. */
  offerIds: readonly number[];
  /** Most ids of an answer. */
  maxTokens: number;
}

/** So many ids of the offer in a row are no chance, where an answer is gone on with. */
const tellingIds = 4;
/** Long enough to see how a sentence ends. */
const tailChars = 40;
const sentenceEnd = /[\p{L}\d%\p{Sc})\]"'][.!?]["')\]]*$/u;
/** Whether that is a sentence's end or not: an answer may end there. */
const pointed = /[.!?…]["')\]]*\s*$/u;
/** A line is a sentence, too, but for one that announces the next. */
const lineEnd = /[^\s:][^\S\n]*\n\s*$/;

/**
 * Makes one answer in mode phrase: the model words it, within the rules. Where the model would rather have said what no
 * source says, the answer is in doubt: it ends after the sentence, and not before, with the offer of a person where that fits.
 * Nothing that was shown is taken back.
 */
export class PhraseDecoder {
  readonly #constraint: PhraseConstraint;
  readonly #options: PhraseDecoderOptions;
  readonly #endIds: ReadonlySet<number>;
  #isGuarded = false;
  #isInDoubt = false;
  /** Whether {@link accepts} has been asked about an id of this place. */
  #knowsWanted = false;
  /** Where the offer begins. */
  #offerAt: number | undefined;
  #tail = '';
  #length = 0;

  constructor(options: PhraseDecoderOptions) {
    this.#options = options;
    this.#endIds = new Set(options.endIds);
    this.#constraint = new PhraseConstraint(new PhraseRules(options.sources), options.tokens, options.endIds);
  }

  /** Whether the model was kept from saying what it would rather have said. Not known of what another worker made. */
  get guarded(): boolean {
    return this.#isGuarded;
  }

  /** Whether the answer ends with the offer of a person. */
  get offered(): boolean {
    return this.#offerAt !== undefined;
  }

  /** Whether a person is wanted, also where there was no room to offer one. Of what another worker made the offer alone tells. */
  get inDoubt(): boolean {
    return this.#isInDoubt || this.offered;
  }

  /** For the engine's request. Undefined where {@link accepts} is to be asked. */
  readonly allowedNext = (generatedIds: readonly number[]): readonly number[] | undefined => {
    this.#follow(generatedIds);
    this.#knowsWanted = false;
    if (this.#offerAt === undefined) {
      this.#constraint.follow(generatedIds);
      const { mayEnd } = this.#constraint;
      // A point in an address ends nothing.
      if (!this.#isInDoubt || !mayEnd || !this.#endsSentence()) return mayEnd ? undefined : this.#constraint.allowed;
      if (!this.#offerFitsAt(this.#length)) return [];
      this.#offerAt = this.#length;
    }
    return this.#options.offerIds.slice(this.#length - this.#offerAt).slice(0, 1);
  };

  /** For the engine's request. What is asked about first is what the model wants; others might have been drawn, no more. */
  readonly accepts = (id: number): boolean => {
    const isAllowed = this.#constraint.allows(id);
    if (!isAllowed && !this.#knowsWanted) this.#noteRefused(id);
    this.#knowsWanted = true;
    return isAllowed && !(this.#endIds.has(id) && this.#owesOffer());
  };

  /** For the engine's request. Sees what the model wants, and leaves the choice to the sampler. */
  readonly choose = (_allowed: readonly number[], logits: Float32Array): undefined => {
    const wanted = likeliest(logits);
    if (!this.#constraint.allows(wanted)) this.#noteRefused(wanted);
  };

  #noteRefused(id: number): void {
    const isWord = !this.#endIds.has(id) && this.#options.tokens.texts[id] !== '';
    if (!isWord) return;
    this.#isGuarded = true;
    this.#isInDoubt = true;
  }

  /** Whether the answer must not end before a person was offered: there is room for a point and that, and the point is missing. */
  #owesOffer(): boolean {
    return this.#isInDoubt && !pointed.test(this.#tail) && this.#offerFitsAt(this.#length + 1);
  }

  #offerFitsAt(place: number): boolean {
    return place + this.#options.offerIds.length <= this.#options.maxTokens;
  }

  #endsSentence(): boolean {
    if (lineEnd.test(this.#tail)) return true;
    return sentenceEnd.test(this.#tail) && !abbreviation.test(this.#tail) && !this.#mayGoOnBehindPoint();
  }

  /** "30." may become "30.50" where a source has it, and "24." a day of a month; "1." begins a line of a list. */
  #mayGoOnBehindPoint(): boolean {
    const [word = ''] = this.#tail.match(/\S*\d\.$/) ?? [];
    if (word === '') return false;
    const behind = /^\d{1,2}\.$/.test(word) ? /^(?:\d| \p{L})/u : /^\d/;
    const isInSources = this.#options.sources.some((source) =>
      source
        .split(word)
        .slice(1)
        .some((rest) => behind.test(rest)),
    );
    return isInSources || /(?:^|\n)\d+\.$/.test(this.#tail);
  }

  #follow(generatedIds: readonly number[]): void {
    if (generatedIds.length < this.#length) {
      this.#length = 0;
      this.#tail = '';
      this.#offerAt = undefined;
    }
    // Gone on with where another worker may have begun the offer.
    if (this.#length === 0) this.#offerAt = this.#begunOffer(generatedIds);
    for (; this.#length < generatedIds.length; this.#length += 1) {
      const text = this.#options.tokens.texts[generatedIds[this.#length] as number] ?? '';
      this.#tail = (this.#tail + text).slice(-tailChars);
    }
  }

  #begunOffer(ids: readonly number[]): number | undefined {
    const { offerIds } = this.#options;
    for (let length = Math.min(ids.length, offerIds.length); length >= tellingIds; length -= 1) {
      const at = ids.length - length;
      if (offerIds.slice(0, length).every((id, index) => ids[at + index] === id)) return at;
    }
    return undefined;
  }
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id += 1) if ((logits[id] as number) > (logits[best] as number)) best = id;
  return best;
}

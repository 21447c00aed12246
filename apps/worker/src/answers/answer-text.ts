import { EntityHold, RepetitionGuard } from '@frontdesk/answers';
import { StopStrings, type StreamDecoder, type Tokenizer } from '@frontdesk/tokenizer';

/**
 * The text of one answer as its ids come in. What begins a character, a stop string, a repetition or (where words are guarded)
 * a number is held back until it is clear what it is. For an answer that another worker began, give it the stored ids first: what is recomputed up to `told` is left out.
 */
export class AnswerText {
  readonly #decoder: StreamDecoder;
  readonly #stops: StopStrings;
  readonly #guard: RepetitionGuard | undefined;
  readonly #hold: EntityHold | undefined;
  /** What may be told: recomputed or new. */
  #text = '';
  #told: string;

  /**
   * @param options.worded whether the model finds the words itself, and so may repeat itself. Defaults to true.
   * @param options.guarded whether its numbers, links and e-mails must be those of its sources. Defaults to false.
   */
  constructor(
    tokenizer: Tokenizer,
    stopStrings: readonly string[],
    told = '',
    { worded = true, guarded = false } = {},
  ) {
    this.#decoder = tokenizer.createDecoder();
    this.#guard = worded ? new RepetitionGuard() : undefined;
    this.#hold = guarded ? new EntityHold() : undefined;
    this.#stops = new StopStrings(stopStrings);
    this.#told = told;
  }

  /** Whether a stop string or a repetition came: the answer ends before it. */
  get stopped(): boolean {
    return this.#stops.stopped || (this.#guard?.stopped ?? false);
  }

  /** Whether it was cut off where it began to repeat itself. */
  get repeatedItself(): boolean {
    return this.#guard?.stopped ?? false;
  }

  /** Whether anything but blanks was said. */
  get hasWords(): boolean {
    return this.#told.trim() !== '';
  }

  /** Takes the next ids and returns the text that may now be told; often empty. */
  push(ids: readonly number[]): string {
    const text = this.#stops.push(this.#decoder.push(ids));
    const said = this.#guard ? this.#guard.push(text) : text;
    return this.#tell(this.#hold ? this.#hold.push(said) : said);
  }

  /** The answer is over: returns what was held back. `isCut`: there was no room for more, maybe within a number. */
  end({ isCut = false } = {}): string {
    const rest = this.#stops.push(this.#decoder.end()) + this.#stops.end();
    const said = this.#guard ? this.#guard.push(rest) + this.#guard.end() : rest;
    return this.#tell(this.#hold ? this.#hold.push(said) + this.#hold.end({ isCut }) : said);
  }

  #tell(text: string): string {
    // PostgreSQL stores no NUL; one character for another keeps the positions.
    this.#text += text.replaceAll('\0', '\ufffd');
    const common = Math.min(this.#text.length, this.#told.length);
    if (this.#text.slice(0, common) !== this.#told.slice(0, common)) {
      throw new Error('the text of the stored ids is not the text that was told');
    }
    const more = this.#text.slice(this.#told.length);
    this.#told += more;
    return more;
  }
}

/** Shorter sentences may well be said twice: "Yes." */
const shortestLoopChars = 16;

/**
 * Ends an answer before the first sentence that it has said before: a small model that repeats itself once goes on doing
 * so until it is cut off. A sentence that begins like an earlier one is held back until it differs. How the text is cut
 * into pieces makes no difference.
 */
export class RepetitionGuard {
  readonly #said = new Set<string>();
  /** The sentence that is being said, the blanks before it included. */
  #sentence = '';
  /** How much of it was given out. */
  #given = 0;
  #stopped = false;

  /** Whether the answer began to repeat itself: nothing more is given out. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes more text, in whole characters, and gives what can be shown. */
  push(text: string): string {
    let shown = '';
    for (const character of text) {
      if (this.#stopped) break;
      if (isBlank(character) && endsSentence(this.#sentence, character)) shown += this.#endSentence();
      this.#sentence += character;
      if (!this.#mayBeRepetition()) shown += this.#give();
    }
    return shown;
  }

  /** The text has ended: gives what was held back, unless it is blank or a repetition, whole or cut off. */
  end(): string {
    const sentence = this.#sentence.trim();
    const isRepetition = sentence.length >= shortestLoopChars && this.#beginsLikeSaid(sentence);
    return this.#stopped || isRepetition || sentence === '' ? '' : this.#give();
  }

  #endSentence(): string {
    const sentence = this.#sentence.trim();
    if (sentence.length >= shortestLoopChars && this.#said.has(sentence)) {
      this.#stopped = true;
      return '';
    }
    const rest = this.#give();
    if (sentence !== '') this.#said.add(sentence);
    this.#sentence = '';
    this.#given = 0;
    return rest;
  }

  /** Blanks alone are held back too: an answer that is cut there does not end with empty lines. */
  #mayBeRepetition(): boolean {
    return this.#given === 0 && this.#said.size > 0 && this.#beginsLikeSaid(this.#sentence.trim());
  }

  #beginsLikeSaid(sentence: string): boolean {
    return [...this.#said].some((earlier) => earlier.startsWith(sentence));
  }

  #give(): string {
    const shown = this.#sentence.slice(this.#given);
    this.#given = this.#sentence.length;
    return shown;
  }
}

const isBlank = (character: string): boolean => /\s/.test(character);

/** A line is a sentence too: of lists and headings. */
function endsSentence(sentence: string, next: string): boolean {
  return sentence.trim() !== '' && (next === '\n' || /[.!?]["')\]*]*$/.test(sentence));
}

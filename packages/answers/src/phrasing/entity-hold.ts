/** Numbers, prices, links and e-mails are made of these. */
const lastRun = /[!-~\p{Sc}]*$/u;
const isEntity = /[\d@\p{Sc}]|:\/\//u;

/**
 * Holds back a word that is or may be a number, a price, a link or an e-mail until it is whole: "€1" may be on its way to
 * "€100", and an answer that is cut off there must not keep it. How the text is cut into pieces makes no difference.
 */
export class EntityHold {
  #held = '';

  /** Takes more text and gives what can be shown. */
  push(text: string): string {
    const all = this.#held + text;
    const [last = ''] = all.match(lastRun) ?? [];
    this.#held = isEntity.test(last) ? last : '';
    return all.slice(0, all.length - this.#held.length);
  }

  /** The text has ended: gives what was held back, unless it was cut off there. */
  end({ isCut }: { isCut: boolean }): string {
    const rest = isCut ? '' : this.#held;
    this.#held = '';
    return rest;
  }
}

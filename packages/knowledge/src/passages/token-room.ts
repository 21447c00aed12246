/** How texts are measured, and how long they may be. */
export interface TokenRoom {
  /** How many tokens a text takes. */
  countTokens(text: string): number;
  /** Most tokens of a passage. */
  maxTokens: number;
}

/** No words have so many characters to a token. */
const longestToken = 20;

/** Whether a text takes no more than so many tokens. What is far too long is not counted: that may take seconds. */
export function fits(text: string, most: number, { countTokens }: TokenRoom): boolean {
  return text.length <= most * longestToken && countTokens(text) <= most;
}

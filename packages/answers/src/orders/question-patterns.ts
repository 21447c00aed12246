/** How somebody asks where their order is, in one language: patterns of words as `simpleWords` has them. */
export interface OrderQuestions {
  /** What leaves no doubt. */
  sure: readonly string[];
  /** What says it in a sentence that has nothing of `others`. */
  likely: readonly string[];
  /** What else is wished for an order. */
  others: readonly string[];
}

/** Up to so many words between, none of them one of `not`. */
export const words = (most: number, not = ''): string =>
  `(?:${not && `(?!${not}(?!\\p{L}))`}[\\p{L}\\p{N}]+ ){0,${most}}`;

/** Whole words alone. */
export const whole = (patterns: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${patterns.join('|')})(?![\p{L}\p{N}])`, 'u');

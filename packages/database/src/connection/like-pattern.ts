/** What was typed, without wildcards of its own. */
export const likeText = (typed: string): string => typed.replace(/[\\%_]/g, '\\$&');

/** For ILIKE: what was typed, wherever it stands. */
export const containing = (typed: string): string => `%${likeText(typed)}%`;

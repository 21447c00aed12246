/** Greek asks with a semicolon: what it has of its own NFC makes one of. */
const greekMark = '(?<=\\p{Script=Greek});+';

/** Of a regular expression with the flag `u`: a sign behind a question, whatever its script. */
export const questionMark = `(?:[?？؟]|${greekMark})`;

/** The same of a sign behind any sentence. */
export const endMark = `(?:[!.…。।॥۔։]|${questionMark})`;

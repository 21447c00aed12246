/** Greek asks with a semicolon: what it has of its own NFC makes one of. */
const greekMark = '(?<=\\p{Script=Greek});+';

/** Of a regular expression with the flag `u`: a sign behind a question, whatever its script. */
export const questionMark = `(?:[?？؟]|${greekMark})`;

/** The same of a sign behind any sentence. */
export const endMark = `(?:[!.…。।॥۔։]|${questionMark})`;

/** As help pages ask what customers ask, to answer it next ("No download arrow?"). Armenian has its mark within the word. */
const asks = new RegExp(`${questionMark}$|՞`, 'u');

export const isQuestion = (sentence: string): boolean => asks.test(sentence);

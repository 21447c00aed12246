/** A row of a table, as "Name: Student; Price: €5", "Student; Price: €5" and "Student: €5". */
export const isRow = (sentence: string): boolean => isWideRow(sentence) || shortRow.test(sentence);

/** The same of several columns: a passage of its own, and its neighbours resemble it. */
export const isWideRow = (text: string): boolean => wideRow.test(text);

const wideRow = /^[^:;]{1,120}(?:: [^;]+)?; [^:;]{1,60}: /u;
const shortRow = /^[^:;.!?]{1,60}: (?:from |ab )?\p{Sc}?\d[^;]*$/u;

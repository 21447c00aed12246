const longestLine = 60;
/** No text is set so narrow. */
const narrow = 30;
/** So many are one sentence: an address, the hours of a week. */
const mostInSentence = 7;
/** A capital letter, a figure, a sign, or an address on the web. */
const beginning = /^(?:[\p{Lu}\p{N}\p{S}]|\S+@|www\.|https?:)/u;

/** With these a sentence goes on in the next line. */
export const unfinished =
  /\s(?:and|or|the|an|to|of|for|with|in|at|on|from|by|und|oder|sowie|der|die|das|dem|den|ein|eine|zu|zum|zur|von|vom|für|mit|bei|im|am|auf|aus|nach|et|ou|le|la|les|de|du|des|el|los|il)$/;

/**
 * What short lines below each other say, such as hours, prices or an address: a few become one sentence with commas, many
 * one item each. Null where the lines are a text that was wrapped.
 */
export function shortLines(lines: readonly string[]): string[] | null {
  if (lines.length < 2 || !lines.every((line) => line.length <= longestLine && beginning.test(line))) return null;
  // Of two without a figure each, the first more often goes on in the second.
  if (lines.length === 2 && !lines.every((line) => /\d/.test(line) && !line.endsWith('.'))) return null;
  if (lines.slice(0, -1).some((line) => /[.!?,;]["')\]]?$/.test(line))) return null;
  if (isSentence(lines) || mayBeWrapped(lines)) return null;
  if (lines.length > mostInSentence) return [...lines];
  const separator = lines.some((line) => line.includes(',')) ? ';' : ',';
  return [lines.reduce((text, line) => `${text}${text.endsWith(':') ? '' : separator} ${line}`)];
}

/** "Pupils: free for two hours a week". */
const named = /^[\p{Lu}\d][^:.!?;]{0,39}: (?=\S)(?!.*:$)/u;
/** Fewer may be a sentence that has a colon. */
const fewestNamed = 3;

/** From where to where lines below each other each say something of what they name; nowhere, where they are a text. */
export function namedLines(lines: readonly string[]): [number, number] {
  const first = lines.findIndex((line) => named.test(line));
  if (first < 0) return [0, 0];
  const behind = lines.slice(first).findIndex((line) => !named.test(line));
  const end = behind < 0 ? lines.length : first + behind;
  // What begins with a small letter goes on with the last one; so may all that follows a line which does not end there.
  const goesOn = /^\p{Ll}/u.test(lines[end] ?? '') || lines.slice(first, end).some((line) => unfinished.test(line));
  return end - first >= fewestNamed && !goesOn ? [first, end] : [0, 0];
}

/** A line goes on in the next, or all end in one full stop and hold nothing that is looked up. */
function isSentence(lines: readonly string[]): boolean {
  if (lines.slice(0, -1).some((line) => unfinished.test(line))) return true;
  return /\.$/.test(lines.at(-1) ?? '') && !lines.some((line) => /[\d:@]/.test(line));
}

/** Each line took as many words as it could. */
function mayBeWrapped(lines: readonly string[]): boolean {
  const width = lines.reduce((most, { length }) => Math.max(most, length), 0);
  if (width <= narrow) return false;
  // Of a PDF letters are not equally wide.
  const hadRoom = (line: string, next: string) => line.length + 1 + next.indexOf(' ') < width * 0.8;
  return lines.slice(1).every((next, index) => !hadRoom(lines[index] ?? '', `${next} `));
}

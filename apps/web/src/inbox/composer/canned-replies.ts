import { type CannedReply, foldedShortcut, shortcutCharacter } from '@frontdesk/protocol';

/** Where in a text a shortcut is being typed. */
export interface TypedShortcut {
  /** Of the slash. */
  from: number;
  typed: string;
}

const atEnd = new RegExp(String.raw`(?:^|\s)/(${shortcutCharacter}*)$`, 'u');

/** Pure: the shortcut that ends at the caret, if its slash begins the text or a word; a fraction, a path or an address is none. */
export function typedShortcut(text: string, caret: number): TypedShortcut | null {
  const match = atEnd.exec(text.slice(0, caret));
  const typed = match?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, typed };
}

/** Pure: those that are meant, by how well: shortcuts that begin with it, that hold it, texts that hold it. */
export function matchingReplies(replies: readonly CannedReply[], typed: string): CannedReply[] {
  const wanted = foldedShortcut(typed);
  const rank = ({ shortcut, text }: CannedReply): number => {
    if (shortcut.startsWith(wanted)) return 0;
    if (shortcut.includes(wanted)) return 1;
    return foldedShortcut(text).includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((one) => one.rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ reply }) => reply);
}

/** Pure: with the names filled in; where one is not known, the place in the sentence closes over it. */
export function filledReply(text: string, names: { name: string | null; agent: string | null }): string {
  return text.replace(/[ \t]?\{(name|agent)\}/g, (place, which: 'name' | 'agent') => {
    const known = names[which];
    return known === null ? '' : place.replace(`{${which}}`, () => known);
  });
}

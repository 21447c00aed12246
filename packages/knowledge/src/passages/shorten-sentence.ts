import { fits, type TokenRoom } from './token-room.ts';

/** What is far too long for a sentence (a table without a full stop) is cut, where it pauses or between words. */
export function* shortened(sentence: string, room: TokenRoom): Generator<string> {
  const { countTokens, maxTokens } = room;
  if (fits(sentence, maxTokens * 2, room)) {
    yield sentence;
    return;
  }
  let piece = '';
  for (const part of partsOf(sentence, room)) {
    const longer = piece === '' ? part : `${piece} ${part}`;
    if (piece !== '' && countTokens(longer) > maxTokens) {
      yield piece;
      piece = part;
    } else piece = longer;
  }
  yield piece;
}

/** One after the other: there may be a million, and to count the tokens of all takes long. */
function* partsOf(sentence: string, room: TokenRoom): Generator<string> {
  for (const part of sentence.split(/(?<=;|:)\s+/)) {
    if (fits(part, room.maxTokens, room)) yield part;
    else yield* wordsOf(part);
  }
}

/** Words, and of a text without any, pieces. */
function wordsOf(text: string): string[] {
  return text.split(' ').flatMap((word) => (word.length > 200 ? (word.match(/.{1,200}/gsu) ?? []) : [word]));
}

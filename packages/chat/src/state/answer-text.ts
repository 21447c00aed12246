/** A piece of an answer. `position` is the UTF-16 offset of `text` in the whole answer. */
export interface Words {
  generationId: string;
  position: number;
  text: string;
}

/** The text of an answer, and the pieces that came too early: those behind a gap, in the order of their position. */
export interface AnswerText {
  text: string;
  ahead: readonly Words[];
}

export const emptyAnswerText: AnswerText = { text: '', ahead: [] };

/**
 * Pure: adds a piece. Repeats are ignored, overlaps cut, and what lies behind a gap is kept until the gap is filled, so any
 * order and any repetition of the pieces of one answer give the same text. Returns the same object when nothing changed.
 */
export function applyWords(answer: AnswerText, words: Words): AnswerText {
  const end = words.position + words.text.length;
  if (end <= answer.text.length) return answer;
  if (words.position > answer.text.length) return { ...answer, ahead: insert(answer.ahead, words) };

  let text = answer.text + words.text.slice(answer.text.length - words.position);
  const ahead = [...answer.ahead];
  for (let first = ahead[0]; first !== undefined && first.position <= text.length; first = ahead[0]) {
    text += first.text.slice(text.length - first.position);
    ahead.shift();
  }
  return { text, ahead };
}

/** Where the missing text begins, or null when nothing is missing. */
export function gapPosition(answer: AnswerText): number | null {
  return answer.ahead.length === 0 ? null : answer.text.length;
}

function insert(ahead: readonly Words[], words: Words): readonly Words[] {
  const after = ahead.findIndex((one) => one.position > words.position);
  return after === -1 ? [...ahead, words] : ahead.toSpliced(after, 0, words);
}

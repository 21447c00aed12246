export interface MarkedPart {
  from: number;
  text: string;
  isMarked: boolean;
}

/** Pure: a text in parts, marked or not; together they are the text, also where marks overlap or reach beyond it. */
export function markedParts(text: string, marks: readonly (readonly [from: number, to: number])[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  const take = (to: number, isMarked: boolean) => {
    if (to <= at) return;
    parts.push({ from: at, text: text.slice(at, to), isMarked });
    at = to;
  };
  for (const [from, to] of marks) {
    take(Math.min(from, text.length), false);
    take(Math.min(to, text.length), true);
  }
  take(text.length, false);
  return parts;
}

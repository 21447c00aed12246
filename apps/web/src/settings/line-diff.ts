export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  line: string;
  /** Names the line within the comparison. */
  at: string;
}

/** Longest prompts have a few hundred lines: a table of all pairs is small. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const from = before.split('\n');
  const to = after.split('\n');
  // common[i][j]: the length of the longest common part of what follows line i of one and line j of the other.
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      const row = common[i] as number[];
      row[j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const place = `${i}-${j}`;
    if (i < from.length && j < to.length && from[i] === to[j]) {
      lines.push({ kind: 'same', line: from[i] ?? '', at: place });
      i += 1;
      j += 1;
    } else if (j >= to.length || (i < from.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', line: from[i] ?? '', at: place });
      i += 1;
    } else {
      lines.push({ kind: 'added', line: to[j] ?? '', at: place });
      j += 1;
    }
  }
  return lines;
}

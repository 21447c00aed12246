export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Named within its line. */
export interface ChangedText extends DiffPart {
  at: string;
}

export interface DiffLine {
  /** `changed`: most of the line stayed; its parts say what did not. */
  kind: 'same' | 'added' | 'removed' | 'changed';
  parts: readonly ChangedText[];
  /** Names the line within the comparison. */
  at: string;
}

type PlainLine = Pick<DiffLine, 'kind'> & { parts: readonly DiffPart[] };

const named = (part: DiffPart, index: number): ChangedText => ({ ...part, at: `${index}` });

/** By line, and by word within a line of which most has stayed: a prompt is often one long paragraph. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const lines: PlainLine[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const flush = () => {
    for (let step = 0; step < Math.max(removed.length, added.length); step += 1) {
      lines.push(...betweenLines(removed[step], added[step]));
    }
    [removed, added] = [[], []];
  };
  for (const { kind, text } of diffOf(before.split('\n'), after.split('\n'))) {
    if (kind === 'removed') removed.push(text);
    else if (kind === 'added') added.push(text);
    else {
      flush();
      lines.push({ kind, parts: [{ kind, text }] });
    }
  }
  flush();
  return lines.map((line, index) => ({ ...line, at: `${index}`, parts: line.parts.map(named) }));
}

/** What stands for a line that went and the one that came in its place; either may be missing. */
function betweenLines(removed: string | undefined, added: string | undefined): PlainLine[] {
  if (removed !== undefined && added !== undefined) {
    const parts = joined(diffOf(wordsOf(removed), wordsOf(added)));
    const stayed = parts.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.trim().length : 0), 0);
    if (stayed * 2 > Math.min(removed.length, added.length)) return [{ kind: 'changed', parts }];
  }
  const whole = (kind: 'removed' | 'added', text: string | undefined) =>
    text === undefined ? [] : [{ kind, parts: [{ kind, text }] }];
  return [...whole('removed', removed), ...whole('added', added)];
}

/** With the spaces between them as words of their own, so that nothing is lost. */
const wordsOf = (line: string): string[] => line.match(/\s+|\S+/g) ?? [];

function joined(parts: readonly DiffPart[]): DiffPart[] {
  const whole: DiffPart[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else whole.push({ ...part });
  }
  return whole;
}

/** What both have at their beginning and end is left out of the table of all pairs, which is small then. */
function diffOf(before: readonly string[], after: readonly string[]): DiffPart[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (texts: readonly string[]) => texts.map((text): DiffPart => ({ kind: 'same', text }));
  return [
    ...same(before.slice(0, start)),
    ...longestCommon(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function longestCommon(from: readonly string[], to: readonly string[]): DiffPart[] {
  // common[i][j]: the length of the longest common part of what follows place i of one and place j of the other.
  const common = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      const row = common[i] as Uint16Array;
      row[j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      parts.push({ kind: 'same', text: from[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= to.length || (i < from.length && at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: from[i] ?? '' });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: to[j] ?? '' });
      j += 1;
    }
  }
  return parts;
}

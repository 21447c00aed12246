/** Whether one letter more, less, other, or swapped with its neighbour makes one word of the other. */
export function isWithinOneEdit(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const shortest = Math.min(a.length, b.length);
  if (longest - shortest > 1) return false;
  let begin = 0;
  while (begin < shortest && a.charCodeAt(begin) === b.charCodeAt(begin)) begin++;
  let end = 0;
  while (end < shortest - begin && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const different = longest - begin - end;
  return different <= 1 || (different === 2 && a[begin] === b[begin + 1] && a[begin + 1] === b[begin]);
}

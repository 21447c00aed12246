/**
 * Pure: the tags of a conversation once somebody has changed them. Two are the same whatever their case.
 * @param now those that it has
 * @param change.before those that it had when `tags` were chosen: others may have set or removed some since; left out, `tags` are all
 */
export function mergeTags(
  now: readonly string[],
  { tags, before }: { tags: readonly string[]; before: readonly string[] | undefined },
): readonly string[] {
  if (!before) return tags;
  const had = keysOf(before);
  const wanted = keysOf(tags);
  const kept = now.filter((tag) => wanted.has(keyOf(tag)) || !had.has(keyOf(tag)));
  return [...kept, ...tags.filter((tag) => !had.has(keyOf(tag)))];
}

const keyOf = (tag: string) => tag.toLowerCase();
const keysOf = (tags: readonly string[]): ReadonlySet<string> => new Set(tags.map(keyOf));

/** So many answers in hand at once show more than one: they are taken over together. */
const wanted = 3;
/** Waited for them so long, then for any that is being told, then for none: an event that catches no answer shows nothing. */
const manyWithinMs = 20_000;
const anyWithinMs = 30_000;

/** Pure: whether to strike now, after a wait of so many milliseconds, with these answers in the making. */
export function isWorthStriking(answers: readonly { hasWords: boolean }[], waitedMs: number): boolean {
  if (waitedMs > anyWithinMs) return true;
  if (!answers.some(({ hasWords }) => hasWords)) return false;
  return answers.length >= wanted || waitedMs > manyWithinMs;
}

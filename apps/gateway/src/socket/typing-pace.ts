/** So often at most it is told that a socket types into the same field. */
const leastMs = 1_000;

/**
 * Lets through into which field somebody types, for each once a second at most, and that they have stopped (null), once; a
 * socket has one of its own.
 */
export function typingPace<Field extends string>(
  now: () => number = () => performance.now(),
): (into: Field | null) => boolean {
  let told = false;
  const toldAtMs = new Map<Field, number>();
  return (into) => {
    if (into === null) {
      const ends = told;
      told = false;
      return ends;
    }
    if (now() - (toldAtMs.get(into) ?? Number.NEGATIVE_INFINITY) < leastMs) return false;
    told = true;
    toldAtMs.set(into, now());
    return true;
  };
}

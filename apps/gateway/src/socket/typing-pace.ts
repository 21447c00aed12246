/** So often at most a socket's typing is told of. */
const leastMs = 1_000;

/** Lets through that somebody types, once a second at most, and that they have stopped, once; a socket has one of its own. */
export function typingPace(now: () => number = () => performance.now()): (typing: boolean) => boolean {
  let told = false;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return (typing) => {
    if (!typing) {
      const ends = told;
      told = false;
      return ends;
    }
    if (now() - toldAtMs < leastMs) return false;
    told = true;
    toldAtMs = now();
    return true;
  };
}

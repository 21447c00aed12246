/** From one tried number of users to the next. */
const searchStep = 1.1;
/** Runs of one search: each takes minutes. */
const mostRuns = 14;
/** In steps: beyond, a run is so far above what holds that it says nothing and takes long to end. */
const longestStride = 4;

export interface SearchResult {
  /** The most users for which the promise held; undefined where it held for none that were tried. */
  held: number | undefined;
  /** The fewest for which it broke. */
  broken: number | undefined;
  /** The two are neighbours. */
  isComplete: boolean;
}

/**
 * Looks for the number of users, in steps of 10 % from `start`, from which on the promise does not hold: with strides that
 * grow, then by halves between the last that held and the first that broke.
 *
 * @param holds makes a run with so many users
 */
export async function searchUsers(
  start: number,
  holds: (users: number) => Promise<boolean>,
  { runs = mostRuns } = {},
): Promise<SearchResult> {
  let held: number | undefined;
  let broken: number | undefined;
  let step = 0;
  let stride = 1;
  let left = runs;
  while (left > 0 && !(held !== undefined && broken !== undefined && broken - held === 1)) {
    left -= 1;
    const users = usersAt(start, step);
    if (await holds(users)) held = step;
    else broken = step;
    if (held !== undefined && broken !== undefined) {
      step = held + Math.floor((broken - held) / 2);
      continue;
    }
    // Of one user there is no less.
    if (broken !== undefined && users === 1) break;
    step += broken === undefined ? stride : -stride;
    stride = Math.min(2 * stride, longestStride);
  }
  const found = (at: number | undefined) => (at === undefined ? undefined : usersAt(start, at));
  return {
    ...{ held: found(held), broken: found(broken) },
    isComplete: held !== undefined && broken !== undefined && broken - held === 1,
  };
}

/** Users after so many steps of 10 % from `start`; one at least. */
export function usersAt(start: number, step: number): number {
  return Math.max(1, Math.round(start * searchStep ** step));
}

const FIRST_MS = 200;
const LONGEST_MS = 30_000;

/** A part that stayed up this long is healthy: its next end counts as the first one. */
export const HEALTHY_AFTER_MS = 60_000;

/** Who goes on with a dead worker's answers reads them first, for a second or two: another one that loads takes a core. */
export const BESIDE_OTHERS_MS = 2_000;

/**
 * How long to wait before a part that ended is started again: doubles with every end, up to half a minute.
 *
 * @param {number} endsInARow 1 for the first
 * @returns {number} milliseconds
 */
export function restartDelayMs(endsInARow) {
  return Math.min(FIRST_MS * 2 ** (endsInARow - 1), LONGEST_MS);
}

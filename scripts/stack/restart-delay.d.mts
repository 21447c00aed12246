/** A part that stayed up this long is healthy: its next end counts as the first one. */
export const HEALTHY_AFTER_MS: number;

/** How long a dead worker waits at least beside others. */
export const BESIDE_OTHERS_MS: number;

/** How long to wait before a part that has ended so often in a row is started again. */
export function restartDelayMs(endsInARow: number): number;

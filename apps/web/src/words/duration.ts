/** `640 ms`, `1.24 s`, `12.5 s`: as precise as is read at a glance. */
export function formatMs(milliseconds: number): string {
  if (milliseconds < 10) return `${(Math.round(milliseconds * 10) / 10).toLocaleString('en')} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 9_995 ? 2 : 1)} s`;
}

/** A window of time in words: `15 min`, `1 h`, `24 h`. */
export function formatWindow(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

const dayMs = 86_400_000;

/** A moment on an axis: the time of day where steps are short, else the day. */
export function formatTick(atMs: number, tickMs: number): string {
  return new Date(atMs).toLocaleString(
    'en-GB',
    tickMs < dayMs ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' },
  );
}

/** Of an axis over whole days: the day that begins where the last step ends is not one of them. */
export const tickLabels = (ticksMs: readonly number[], tickMs: number, endMs: number): string[] =>
  ticksMs.map((at) => (tickMs >= dayMs && at >= endMs ? '' : formatTick(at, tickMs)));

/** `26 Nov, 17:45–18:45`, or with both days. */
export function formatBetween(fromMs: number, toMs: number): string {
  const [from, to] = [formatMoment(fromMs), formatMoment(toMs)];
  const [fromDay] = from.split(', ');
  const [toDay, toTime] = to.split(', ');
  return fromDay === toDay ? `${from}–${toTime}` : `${from} – ${to}`;
}

/** `26 Nov, 14:05`; without the time where steps are whole days. */
export function formatMoment(atMs: number, stepMs = 0): string {
  const day = { day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return new Date(atMs).toLocaleString('en-GB', stepMs < dayMs ? { ...day, ...time } : day);
}

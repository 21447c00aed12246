const dayMs = 86_400_000;

const dayOf = (atMs: number) => new Date(atMs).toLocaleString('en-GB', { day: 'numeric', month: 'short' });
const timeOf = (atMs: number) => new Date(atMs).toLocaleString('en-GB', { hour: '2-digit', minute: '2-digit' });

/**
 * What stands below an axis: where a day begins, the day; else the time, unless steps are whole days. The day that begins where the
 * last step ends is not one of the axis.
 */
export const tickLabels = (ticksMs: readonly number[], stepMs: number, endMs: number): string[] =>
  ticksMs.map((at) => {
    const day = dayOf(at);
    if (day !== dayOf(at - 1)) return at < endMs ? day : '';
    return stepMs < dayMs ? timeOf(at) : '';
  });

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

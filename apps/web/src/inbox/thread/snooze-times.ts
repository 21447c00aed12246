/** Pure: times that agents choose from, in their own time zone: in an hour, tomorrow at nine, next Monday at nine where that is later. */
export function snoozeTimes(now: Date): { label: string; until: Date }[] {
  // Monday is 1: on a Monday, the next one.
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { label: 'For an hour', until: new Date(now.getTime() + 3_600_000) },
    { label: 'Until tomorrow, 09:00', until: tomorrowMorning(now) },
    ...(daysToMonday > 1 ? [{ label: 'Until Monday, 09:00', until: morning(now, daysToMonday) }] : []),
  ];
}

/** Pure: tomorrow at nine. */
export const tomorrowMorning = (now: Date): Date => morning(now, 1);

/** At nine, so many days from now. */
const morning = (now: Date, days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);

/** Pure: times that agents choose from, in their own time zone: in an hour, tomorrow at nine, next Monday at nine. */
export function snoozeTimes(now: Date): { label: string; until: Date }[] {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  return [
    { label: 'For an hour', until: new Date(now.getTime() + 3_600_000) },
    { label: 'Until tomorrow, 09:00', until: morning(1) },
    // Monday is 1: on a Monday, the next one.
    { label: 'Until Monday, 09:00', until: morning((8 - now.getDay()) % 7 || 7) },
  ];
}

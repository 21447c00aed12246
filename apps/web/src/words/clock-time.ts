/** `14:05`, in the reader's time zone. */
export const clockTime = (iso: string): string =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `18 March 2026` */
export const longDate = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** `18 March 2026, 14:05` */
export const dateTime = (iso: string): string => `${longDate(iso)}, ${clockTime(iso)}`;

/** `Today`, `Yesterday`, `Wednesday, 18 March 2026` */
export function dayName(iso: string, now: Date): string {
  const day = new Date(iso);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return `${day.toLocaleDateString('en-GB', { weekday: 'long' })}, ${longDate(iso)}`;
}

/** `14:05`, in the reader's time zone. */
export const clockTime = (iso: string): string =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `18 March 2026` */
export const longDate = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** `18 March 2026, 14:05` */
export const dateTime = (iso: string): string => `${longDate(iso)}, ${clockTime(iso)}`;

/** As their site or they say; a short name for an anonymous visitor: the end of the id, since ids made in the same minute begin alike. */
export const visitorName = (visitorId: string, name?: string | null): string =>
  name || `Visitor ${visitorId.slice(-4)}`;

/** A hue in degrees that stays with the visitor, to tell rows apart at a glance. */
export const visitorHue = (visitorId: string): number => Number.parseInt(visitorId.slice(-4), 16) % 360;

/** Fewer pages than that may all be others the next day. */
const fewDocuments = 4;

/**
 * Pure: of how many documents a web site that is imported by itself may lose what is known: a server in trouble, or one that takes us
 * for somebody else, shows most of its pages as gone, and nobody looks on.
 * @param known of how many documents something is known
 */
export const mostLost = (known: number): number =>
  known < fewDocuments ? Number.POSITIVE_INFINITY : Math.floor(known / 2);

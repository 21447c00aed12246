/**
 * How long an agent may be away while a customer waits for their words: longer than a reload, a restart of the browser, a meeting
 * of two or a laptop carried to another room, after which they find their conversations as they were; no longer, for whoever
 * waits in a chat is gone soon.
 */
export const absenceMs = 10 * 60_000;
/**
 * The same for one that the service gave them and that they have not touched: whoever looks in for a moment is given all that waits,
 * and may not know. Longer than a reload, or a network that is away for a while.
 */
export const untouchedMs = 5 * 60_000;

/** Since when a conversation is as it is. */
export interface LeftSince {
  /** Its customer waits for a person's words; null: they don't. */
  waitingSince: Date | null;
  /** It is its agent's; null: nobody's. */
  assignedAt: Date | null;
  /** Its agent was there for that site's customers last; null: never. */
  lastThereAt: Date | null;
  /** The service gave it to its agent, who has neither taken it over nor answered since. */
  untouched: boolean;
}

/**
 * Pure: whether its agent has left a customer waiting: all of the time there was a customer who waits and an agent whose it is,
 * who was not there. Whoever is given one while they are away has that time, too, to come.
 */
export function isLeftWaiting({ waitingSince, assignedAt, lastThereAt, untouched }: LeftSince, now: Date): boolean {
  if (waitingSince === null || assignedAt === null) return false;
  const since = Math.max(waitingSince.getTime(), assignedAt.getTime(), lastThereAt?.getTime() ?? 0);
  return now.getTime() - since >= (untouched ? untouchedMs : absenceMs);
}

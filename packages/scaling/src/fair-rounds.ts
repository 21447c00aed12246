/** Whose turn an answer takes. */
export interface Flow {
  siteId: string;
  /** Within the site: a visitor, or all that one caller asks. */
  flow: string;
}

/** An answer that waits for a worker. */
export interface WaitingAnswer extends Flow {
  round: number;
}

/** Of what is made in the background: behind everybody who waits. BullMQ knows no lower priority. */
export const backgroundRound = 2 ** 21 - 1;

/**
 * In which round of the queue an answer is served. Rounds are served one after another, and each site has a place in each, so
 * that the hundred questions of one site do not keep the single customer of another waiting; within a site its flows take turns
 * in the same way. Start-time fair queueing (Goyal, Vin, Cheng 1996) where all answers are alike: the first round that waits is
 * the virtual time, and the rounds begin anew when nobody waits.
 *
 * @param waiting all who wait, of all sites
 * @param lastOfSite the last round that the site was given since the rounds began: who comes again and again, one at a time,
 *   may not go before the others each time. Without it -1
 * @returns from 0 to {@link backgroundRound} - 1, where an overload of days ends in a plain queue; those of one round are
 *   served in the order in which they came
 */
export function fairRound(waiting: readonly WaitingAnswer[], { siteId, flow }: Flow, lastOfSite = -1): number {
  if (waiting.length === 0) return 0;
  const ofSite = waiting.filter((one) => one.siteId === siteId);
  // Nobody is put behind the end of the queue for answers that they no longer want.
  if (ofSite.length === 0) return Math.min(Math.max(firstOf(waiting), lastOfSite + 1), lastOf(waiting));
  const counts = new Map<string, number>();
  for (const one of ofSite) counts.set(one.flow, (counts.get(one.flow) ?? 0) + 1);
  const own = counts.get(flow) ?? 0;
  counts.delete(flow);
  let before = own;
  // Of each other flow, as many come before as this one already has, and one more, which came earlier.
  for (const count of counts.values()) before += Math.min(count, own + 1);
  return Math.min(firstOf(ofSite) + before, backgroundRound - 1);
}

/** The rounds that one gateway gives, by who was seen waiting and whom it has let in since. Without a clock. */
export class FairRounds {
  #waiting: WaitingAnswer[] = [];
  /** Since the look before. */
  #given: WaitingAnswer[] = [];
  readonly #lastOfSite = new Map<string, number>();

  /** How many were given since the last look; to be asked when the next one begins. */
  get given(): number {
    return this.#given.length;
  }

  /**
   * Takes a look at who waits.
   * @param givenBefore how many had been given when the look began: those were seen, or wait no more
   */
  update(seen: readonly WaitingAnswer[], givenBefore: number): void {
    this.#given.splice(0, givenBefore);
    const given = new Set(this.#given.map(keyOf));
    this.#waiting = [...seen.filter((one) => !given.has(keyOf(one))), ...this.#given];
    // Those that another gateway gave count too.
    for (const { siteId, round } of seen) this.#raise(siteId, round);
    const now = firstOf(this.#waiting);
    for (const [siteId, last] of this.#lastOfSite) if (last < now) this.#lastOfSite.delete(siteId);
  }

  /** How many would be served before one more answer. */
  before(to: Flow): number {
    const round = this.#next(to);
    return this.#waiting.filter((one) => one.round <= round).length;
  }

  /** Gives one more answer its round, and counts it as waiting. */
  give(to: Flow): number {
    const round = this.#next(to);
    const one = { ...to, round };
    this.#waiting.push(one);
    this.#given.push(one);
    this.#raise(to.siteId, round);
    return round;
  }

  #next(to: Flow): number {
    return fairRound(this.#waiting, to, this.#lastOfSite.get(to.siteId));
  }

  #raise(siteId: string, round: number): void {
    this.#lastOfSite.set(siteId, Math.max(round, this.#lastOfSite.get(siteId) ?? round));
  }
}

const keyOf = ({ siteId, flow, round }: WaitingAnswer) => `${siteId} ${flow} ${round}`;
const firstOf = (waiting: readonly WaitingAnswer[]) =>
  waiting.reduce((first, { round }) => Math.min(first, round), Infinity);
const lastOf = (waiting: readonly WaitingAnswer[]) => waiting.reduce((last, { round }) => Math.max(last, round), 0);

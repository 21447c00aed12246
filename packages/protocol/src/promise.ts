/**
 * What is promised to customers, in one place: the dashboard, the benchmarks and the scaling policies judge by it. How a
 * message is judged, and what follows from many of them, is in `service-level.ts`.
 */
export const promise = {
  /**
   * TTFT, milliseconds: from a customer's send to the first non-blank text of the answer, at the client and by its clock. 99 of
   * 100 messages have it sooner. Signals such as a place in the queue are no text; a message that is refused, expires or is
   * never answered counts as later. Where no client reports (HTTP), the gateway TTFT stands for it.
   */
  ttftP99Ms: 2_000,
  /** ITL, milliseconds: between two texts of one answer, as the gateway relays them. 99 of 100 gaps are shorter. */
  itlP99Ms: 500,
  /**
   * TPOT, milliseconds: (end − first text) / (tokens − 1) of one answer, where it was stored. 99 of 100 answers are faster.
   * 200 ms a token, 240 words a minute, is how fast people read, and what MLPerf asks of a chat beside a TTFT of 2 s.
   */
  tpotP99Ms: 200,
  /** Of the messages that were accepted or refused as `busy`, the part that is answered within its deadline. */
  availability: 0.999,
} as const;

/** The promise is judged over so long, in milliseconds: a single late answer of a quiet minute says nothing. */
export const judgedOverMs = 15 * 60_000;

/** Of all messages, or gaps, or answers: the part that has to meet a target in order that its p99 does. */
export const promisedShare = 0.99;

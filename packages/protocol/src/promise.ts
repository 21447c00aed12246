/**
 * What is promised to customers, in one place: the dashboard, the benchmarks and the scaling policies judge by it.
 */
export const promise = {
  /**
   * TTFT, milliseconds: from a customer's send to the first non-blank text of the answer, at the client and by its clock. 99 of
   * 100 messages have it sooner. Signals such as a place in the queue are no text; a message that is refused, expires or is
   * never answered counts as later.
   */
  ttftP99Ms: 2_000,
  /** Of the messages that were accepted or refused as `busy`, the part that is answered within its deadline. */
  availability: 0.999,
} as const;

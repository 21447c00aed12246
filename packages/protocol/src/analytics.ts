import * as z from 'zod/mini';

/** The database has no year 0. */
const day = z.iso.date().check(z.regex(/^(?!0000)/));

/** `GET …/analytics`: whole days, both counted, in a time zone of the IANA's. */
export const analyticsQuery = z.strictObject({
  from: day,
  to: day,
  timeZone: z.string().check(z.regex(/^[A-Za-z0-9_+\-/]{1,64}$/)),
});
export type AnalyticsQuery = z.infer<typeof analyticsQuery>;

/** Longest range in days. */
export const mostAnalyticsDays = 366;

/** A conversation is taken for solved by the bot once it has been silent for so long. */
export const assumedAfterHours = 24;

/**
 * What became of conversations that began in a time. Each is in exactly one of `handedOver`, `byPeople`, `confirmed`, `assumed`,
 * `notSolved`, `open`.
 */
export interface ConversationOutcomes {
  conversations: number;
  /** A person was wanted, by the bot or by the customer, and it is not with people any more. */
  handedOver: number;
  /** A person wrote without having been asked for, and it is not with people any more. */
  byPeople: number;
  /** By the bot alone; the customer said that it solved their question. */
  confirmed: number;
  /** By the bot alone, and the customer said nothing more for a day. */
  assumed: number;
  /** By the bot alone; the customer said that it did not solve their question. */
  notSolved: number;
  /** A person has it, or is waited for, also where it is snoozed; or too young to say, or without an answer. */
  open: number;
}

export interface AnalyticsDay extends ConversationOutcomes {
  /** `2026-11-26`, in the time zone that was asked for. */
  day: string;
  visitorMessages: number;
  botMessages: number;
  agentMessages: number;
}

/** Milliseconds; null where nothing was measured. */
export interface Durations {
  count: number;
  p50: number | null;
  p95: number | null;
}

export interface Analytics {
  from: string;
  to: string;
  timeZone: string;
  /** Every day of the range, the first one first. */
  days: AnalyticsDay[];
  total: Omit<AnalyticsDay, 'day'>;
  feedback: {
    thumbsUp: number;
    thumbsDown: number;
    /** Conversations by their score, of 1 to 5. */
    scores: [number, number, number, number, number];
  };
  people: {
    /** From the wish for a person to a person's first words, and to the resolution. */
    firstResponse: Durations;
    resolution: Durations;
  };
  bot: {
    /** From a customer's send to the bot's first words, as browsers measured it; of the last `serviceDaysKept`. */
    firstResponse: Durations;
    /** From the beginning of a conversation until the customer said that it was solved. */
    resolution: Durations;
  };
  /** Customers' messages by the day of the week (Monday first) and the hour. */
  busiestHours: number[][];
  /** Those that were asked more than once, the most frequent first. */
  topQuestions: { question: string; asked: number; answered: number }[];
}

/** The lowest score, of 1 to 5, at which a conversation is rated good. */
export const goodScore = 4;

/**
 * What one of the team did in a time, by when they did it, whenever the conversation began. Durations are in milliseconds, null
 * where nothing was measured.
 */
export interface AgentFigures {
  /** Both null: of all whose accounts are gone, added up. */
  userId: string | null;
  name: string | null;
  /** In which they replied, and which they resolved and nobody reopened by hand. */
  conversations: number;
  replies: number;
  resolved: number;
  /**
   * From the customer's wish for a person, or from what they wrote to people, to this one's first reply since the conversation came
   * to people. Where nobody waited, nothing is measured.
   */
  firstResponse: { count: number; p50: number | null; p90: number | null };
  /** From when the conversation came to people, after any time of the bot's, to its resolution by this one. */
  resolution: { count: number; p50: number | null };
  /** Of conversations in which they had answered last then, by when customers gave them; good is {@link goodScore} or better. */
  ratings: { count: number; good: number };
}

/** `GET …/analytics/agents`: who replied most comes first. */
export interface AgentAnalytics extends AnalyticsQuery {
  agents: AgentFigures[];
}

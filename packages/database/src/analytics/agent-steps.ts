/** An event of a conversation's log, as far as people's figures depend on it. */
export interface LoggedStep {
  seq: number;
  at: Date;
  /** Of the event. */
  type: string;
  /** Who wrote the message that it brings; null where it brings none. */
  role: string | null;
  /** The agent who replied, or resolved it; null where the account is gone. */
  userId: string | null;
  /** Somebody reopened it; else its customer wrote, or its time had come. */
  bySomebody: boolean | null;
  /** Who has it once it is reopened; null: a version before did not say. */
  state: string | null;
  score: number | null;
}

/** What one of the team did, or was rated for. */
export interface AgentFact {
  seq: number;
  userId: string | null;
  kind: 'reply' | 'resolution' | 'rating';
  doneAt: Date;
  /** When they did the same in this conversation before; null: never. */
  previousAt: Date | null;
  /**
   * Of a first reply, since when the customer waited for it; of a resolution, since when people had the conversation; null where
   * nobody waited, or it was the bot's.
   */
  since: Date | null;
  /** Of a rating, 1 to 5. */
  score: number | null;
}

/**
 * Pure: what single people did in a conversation, from its log. What the bot took is nobody's: time runs from when a person was
 * wanted, or came, and ends where the bot has it again.
 *
 * A first reply is an agent's first since the conversation came to people. The customer waits for it from their wish, or from what
 * they wrote to people, whoever had it then; words alone end that: neither a snooze nor a resolution does. A rating is of who had
 * answered last, and the last one counts. A resolution that somebody undoes is none.
 */
export function agentFacts(log: readonly LoggedStep[]): AgentFact[] {
  const facts: AgentFact[] = [];
  let has: 'bot' | 'people' | 'nobody' = 'bot';
  let cameAt: Date | null = null;
  let waitsSince: Date | null = null;
  let answered = new Set<string | null>();
  /** Null: the bot's. */
  let lastAnswer: Pick<AgentFact, 'userId'> | null = null;
  let rating: AgentFact | null = null;

  const add = (fact: Omit<AgentFact, 'previousAt' | 'score'>) => {
    const previous = facts.findLast(({ kind, userId }) => kind === fact.kind && userId === fact.userId);
    facts.push({ ...fact, previousAt: previous?.doneAt ?? null, score: null });
  };
  const comeToPeople = (at: Date, waits: Date | null) => {
    [has, cameAt, waitsSince, answered] = ['people', waits ?? at, waits, new Set()];
  };
  for (const { seq, at, type, role, userId, bySomebody, state, score } of log) {
    const done = { seq, userId, doneAt: at };
    if (type === 'message:created' && role === 'visitor') {
      if (has === 'people') waitsSince ??= at;
      // What is resolved goes to the bot again.
      else [has, waitsSince] = ['bot', null];
    } else if (type === 'message:created' && role === 'agent') {
      if (has !== 'people') comeToPeople(at, null);
      add({ ...done, kind: 'reply', since: answered.has(userId) ? null : waitsSince });
      answered.add(userId);
      waitsSince = null;
      lastAnswer = { userId };
    } else if (role === 'assistant') {
      lastAnswer = null;
    } else if (type === 'conversation:handed-over' || type === 'conversation:person-requested') {
      if (has !== 'people') comeToPeople(at, at);
    } else if (type === 'conversation:taken-over') {
      // Who was left without words by whoever resolved it waits for them still.
      if (has !== 'people') comeToPeople(at, has === 'nobody' ? waitsSince : null);
    } else if (type === 'conversation:handed-back') {
      has = 'bot';
    } else if (type === 'conversation:resolved') {
      if (has === 'bot') [cameAt, waitsSince] = [null, null];
      add({ ...done, kind: 'resolution', since: cameAt });
      has = 'nobody';
    } else if (type === 'conversation:reopened') {
      const resolution = facts.findLastIndex(({ kind }) => kind === 'resolution');
      if (bySomebody && has === 'nobody') facts.splice(resolution, 1);
      const toBot = state ? state === 'bot' : has !== 'people' && !bySomebody;
      if (toBot) has = 'bot';
      // As it was: the wish that was answered by handing it back, too.
      else if (has !== 'people') [has, cameAt] = ['people', cameAt ?? at];
    } else if (type === 'conversation:rated') {
      rating = lastAnswer && { ...done, ...lastAnswer, kind: 'rating', previousAt: null, since: null, score };
    }
  }
  return rating ? [...facts, rating] : facts;
}

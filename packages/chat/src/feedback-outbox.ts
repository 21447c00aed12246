import { peopleThere, type Thumb } from '@frontdesk/protocol';
import { askedSolvedMemory } from './asked-solved-memory.ts';
import type { ChatStorage } from './chat-storage.ts';
import type { ChatStore } from './chat-store.ts';
import type { FeedbackChange, FeedbackWish } from './feedback-state.ts';
import { GatewayError } from './gateway-request.ts';
import { retryPolicy } from './retry-policy.ts';
import type { Timers } from './timers.ts';
import type { VisitorConnection } from './visitor-connection.ts';

/** What a customer can say of what they were told. Each is shown at once, and goes out when there is a connection. */
export interface FeedbackActions {
  /** `thumb: null` takes it back. */
  rateAnswer(generationId: string, thumb: Thumb | null, comment: string | null): void;
  tellSolved(solved: boolean): void;
  rateConversation(score: number, comment: string | null): void;
  requestPerson(): void;
  leaveContact(email: string): void;
  /** It was asked whether the conversation's question is solved, behind this answer. */
  noteAsked(generationId: string, dismissed?: boolean): void;
}

export interface FeedbackOutbox extends FeedbackActions {
  /** The log is complete, and the chat online. */
  online(): void;
  /** Somebody of the team has come, or the last one has left. */
  receivePeople(received: unknown): void;
}

/** How long the event of what was acknowledged may take. */
const eventWithinMs = 2_000;
const attemptsAtFailure = 2;

export function createFeedbackOutbox(options: {
  store: ChatStore;
  connection: VisitorConnection;
  storage: ChatStorage;
  siteKey: string;
  timers: Timers;
}): FeedbackOutbox {
  const { store, connection, timers } = options;
  const { getState, dispatch } = store;
  const memory = askedSolvedMemory(options.storage, options.siteKey);
  const change = (one: FeedbackChange) => dispatch({ type: 'feedback', change: one });
  const delivered = new WeakSet<FeedbackWish>();
  const attempts = new WeakMap<FeedbackWish, number>();
  let flushing = false;
  let availabilityDue = true;
  let recalledFor: string | null = null;

  store.subscribe(() => {
    recall();
    if (availabilityDue) void askAvailability();
  });

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    try {
      for (;;) {
        const next = getState().feedback.wishes.find((wish) => !delivered.has(wish));
        if (next === undefined || getState().connection !== 'online') return;
        if (!(await deliver(next))) return;
      }
    } finally {
      flushing = false;
    }
  }

  /** Returns false when the rest has to wait. */
  async function deliver(wish: FeedbackWish): Promise<boolean> {
    try {
      if (wish.name === 'person:request') {
        // It may have begun since.
        const known = wish.payload.conversationId ?? getState().conversationId;
        const { conversationId, available, backAt } = await connection.request(
          wish.name,
          known === null ? {} : { conversationId: known },
        );
        dispatch({ type: 'begun', conversationId });
        change({ type: 'available', available, backAt });
      } else {
        await connection.request(wish.name, wish.payload);
      }
      delivered.add(wish);
      // Its event takes its place; what changed nothing has none.
      timers.after(eventWithinMs, () => change({ type: 'settled', wish }));
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return notDelivered(wish, error);
    }
  }

  function notDelivered(wish: FeedbackWish, { wire }: GatewayError): boolean {
    if (!connection.connected()) return false;
    const attempt = attempts.get(wish) ?? 0;
    attempts.set(wish, attempt + 1);
    const retry = retryPolicy(wire, attempt, attemptsAtFailure);
    if (retry.kind === 'again') {
      timers.after(retry.afterMs, () => void flush());
      return false;
    }
    if (retry.kind === 'renew') {
      connection.renew();
      return false;
    }
    change({ type: 'settled', wish });
    dispatch({ type: 'connection', connection: getState().connection, problem: wire });
    return true;
  }

  /** Only who was handed over has to know. */
  async function askAvailability(): Promise<void> {
    const { connection: status, entries } = getState();
    if (status !== 'online' || !entries.some(({ kind }) => kind === 'hand-over')) return;
    availabilityDue = false;
    try {
      change({ type: 'available', ...(await connection.request('person:available', {})) });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      // Not known: nothing is said of it.
      change({ type: 'available', available: null });
    }
  }

  /** A refresh asks no second time. */
  function recall(): void {
    const { conversationId } = getState();
    if (conversationId === null || conversationId === recalledFor) return;
    recalledFor = conversationId;
    const asked = memory.read(conversationId);
    if (asked !== null) change({ type: 'asked', asked });
  }

  function wish(one: FeedbackWish): void {
    change({ type: 'wish', wish: one });
    void flush();
  }

  function inConversation(make: (conversationId: string) => FeedbackWish): void {
    const { conversationId } = getState();
    if (conversationId !== null) wish(make(conversationId));
  }

  return {
    rateAnswer: (generationId, thumb, comment) =>
      wish({ name: 'generation:rate', payload: { generationId, thumb, comment: thumb && comment } }),
    tellSolved: (solved) =>
      inConversation((conversationId) => ({ name: 'conversation:solved', payload: { conversationId, solved } })),
    rateConversation: (score, comment) =>
      inConversation((conversationId) => ({ name: 'conversation:rate', payload: { conversationId, score, comment } })),
    requestPerson() {
      const { conversationId } = getState();
      wish({ name: 'person:request', payload: conversationId === null ? {} : { conversationId } });
    },
    leaveContact: (email) =>
      inConversation((conversationId) => ({ name: 'contact:leave', payload: { conversationId, email } })),
    noteAsked(generationId, dismissed = false) {
      const { conversationId } = getState();
      if (conversationId === null) return;
      const asked = { generationId, dismissed };
      memory.keep(conversationId, asked);
      change({ type: 'asked', asked });
    },
    receivePeople(received) {
      const parsed = peopleThere.safeParse(received);
      if (parsed.success) change({ type: 'available', ...parsed.data });
    },
    online() {
      availabilityDue = true;
      void askAvailability();
      void flush();
    },
  };
}

import { peopleThere, type Thumb } from '@frontdesk/protocol';
import { type GatewayError, throwUnlessRefusal } from '../connection/gateway-request.ts';
import { retryPolicy } from '../connection/retry-policy.ts';
import type { Timers } from '../connection/timers.ts';
import type { VisitorConnection } from '../connection/visitor-connection.ts';
import type { Problem } from '../state/chat-state.ts';
import type { ChatStore } from '../state/chat-store.ts';
import { beginsConversation, type FeedbackChange, type FeedbackWish, type Wished } from '../state/feedback-state.ts';
import { askedSolvedMemory } from '../storage/asked-solved-memory.ts';
import type { ChatStorage } from '../storage/chat-storage.ts';
import { createPendingWishes } from './pending-wishes.ts';
import { makeUuid } from './uuid.ts';

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
  /** The gateway knows who the visitor is: what waited for that goes out. */
  introduced(): void;
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
  /** A wish for a person has begun that conversation. */
  onBegun: (conversationId: string) => void;
  /** The gateway wants to know who wishes; calls {@link FeedbackOutbox.introduced} when it does. */
  onUnintroduced: () => void;
}): FeedbackOutbox {
  const { store, connection, timers, onBegun, onUnintroduced } = options;
  const { getState, dispatch } = store;
  const memory = askedSolvedMemory(options.storage, options.siteKey);
  const change = (one: FeedbackChange) => dispatch({ type: 'feedback', change: one });
  const pending = createPendingWishes(options.storage, options.siteKey);
  const delivered = new Set<string>();
  const attempts = new Map<string, number>();
  /** They wait for their visitor to say who they are, and hold up no others. */
  const unintroduced = new Set<string>();
  let kept: readonly FeedbackWish[] = [];
  let flushing = false;
  let availabilityDue = true;
  let recalledFor: string | null = null;

  store.subscribe(() => {
    keep();
    recall();
    if (availabilityDue) void askAvailability();
  });

  for (const one of pending.restore()) change({ type: 'wish', wish: one });

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    try {
      for (;;) {
        const next = getState().feedback.wishes.find(({ id }) => !delivered.has(id) && !unintroduced.has(id));
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
        const { conversationId, available, backAt } = await connection.request(wish.name, wish.payload);
        delivered.add(wish.id);
        if (beginsConversation(wish)) {
          dispatch({ type: 'begun', conversationId });
          onBegun(conversationId);
        }
        change({ type: 'available', available, backAt });
      } else {
        await connection.request(wish.name, wish.payload);
      }
      delivered.add(wish.id);
      pending.drop(wish.id);
      // Its event takes its place; what changed nothing has none.
      timers.after(eventWithinMs, () => change({ type: 'settled', id: wish.id }));
      return true;
    } catch (error) {
      throwUnlessRefusal(error);
      return notDelivered(wish, error);
    }
  }

  function notDelivered({ id, name }: FeedbackWish, { wire }: GatewayError): boolean {
    if (!connection.connected()) return false;
    if (wire.code === 'details_required') {
      unintroduced.add(id);
      onUnintroduced();
      return true;
    }
    const attempt = attempts.get(id) ?? 0;
    attempts.set(id, attempt + 1);
    const retry = retryPolicy(wire, attempt, attemptsAtFailure);
    if (retry.kind === 'again') {
      timers.after(retry.afterMs, () => void flush());
      return false;
    }
    if (retry.kind === 'renew') {
      connection.renew();
      return false;
    }
    change({ type: 'settled', id });
    // Why it is not kept is nothing to its reader; that it is not, they are to know.
    const isRating = name === 'generation:rate' || name === 'conversation:rate';
    const problem: Problem = isRating ? { ...wire, about: 'rating' } : wire;
    dispatch({ type: 'connection', connection: getState().connection, problem });
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
      throwUnlessRefusal(error);
      // Not known: nothing is said of it.
      change({ type: 'available', available: null });
    }
  }

  /** Whoever comes back to a conversation is not asked a second time. */
  function recall(): void {
    const { conversationId } = getState();
    if (conversationId === recalledFor) return;
    recalledFor = conversationId;
    const asked = conversationId === null ? null : memory.read(conversationId);
    if (asked !== null) change({ type: 'asked', asked });
  }

  /** What is on its way is kept, where it goes by now, until the gateway has it or something newer is said. */
  function keep(): void {
    const { wishes } = getState().feedback;
    for (const { id } of kept) if (!wishes.some((one) => one.id === id)) pending.drop(id);
    for (const one of wishes) if (!kept.includes(one) && !delivered.has(one.id)) pending.keep(one);
    kept = wishes;
  }

  function introduced(): void {
    unintroduced.clear();
    void flush();
  }

  function wish(one: Wished): void {
    change({ type: 'wish', wish: { ...one, id: makeUuid(), at: new Date().toISOString() } });
    void flush();
  }

  function inConversation(make: (conversationId: string) => Wished): void {
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
      introduced();
    },
    introduced,
  };
}

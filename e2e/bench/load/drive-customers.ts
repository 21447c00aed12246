import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AskError, connectVisitor, type Visitor } from '../../client/visitor.ts';
import type { Customer, Turn } from './customer.ts';
import type { Prepared } from './load-site.ts';
import type { Sent } from './measured.ts';

/** Connections that are made at the same time before the load begins. */
const connectingAtATime = 8;
/** Longer than an accepted message may wait for its answer to begin: who hears nothing by then never will. */
const patienceMs = 75_000;

/** Connects so many customers; `visitors` takes each as soon as it is there, so that all can be closed. */
export async function connectCustomers(
  gatewayUrl: string,
  siteKey: string,
  count: number,
  visitors: Visitor[],
): Promise<void> {
  let missing = count;
  const connectOnAndOn = async () => {
    while (missing > 0) {
      missing -= 1;
      visitors.push(await connectVisitor(gatewayUrl, siteKey, { patienceMs }));
    }
  };
  await Promise.all(Array.from({ length: connectingAtATime }, connectOnAndOn));
}

export interface DriveOptions {
  /** On performance.now()'s clock. */
  startedAtMs: number;
  /** No message is sent from then on; those that were are waited for. */
  ended: AbortSignal;
  /** Ends everything at once. */
  signal: AbortSignal;
}

/** Has customers do what they plan. @returns all messages, and how many connections ended by themselves */
export async function driveCustomers(
  customers: readonly Prepared<Visitor>[],
  options: DriveOptions,
): Promise<{ sent: Sent[]; lostConnections: number }> {
  // Each of them may be waiting for its next message.
  setMaxListeners(0, options.signal, options.ended);
  const sent: Sent[] = [];
  let lostConnections = 0;
  for (const { visitor } of customers) {
    visitor.socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') lostConnections += 1;
    });
  }
  await Promise.all(customers.map((customer) => driveOne(customer, options, (message) => sent.push(message))));
  return { sent, lostConnections };
}

async function driveOne(
  { plan, visitor, conversationId }: Prepared<Visitor>,
  options: DriveOptions,
  onSent: (message: Sent) => void,
): Promise<void> {
  let conversation = conversationId;
  await followPlan(plan, options, async (turn, atMs) => {
    if (turn.opens) conversation = undefined;
    const asked = await ask(visitor, turn.ask, conversation);
    conversation = asked.conversationId;
    onSent({ atMs, opens: turn.opens, ...asked.outcome });
  });
}

/** Calls `converse` when the customer's next message is due, and waits until its answer is there and was read. */
export async function followPlan(
  plan: Customer,
  { startedAtMs, ended, signal }: DriveOptions,
  converse: (turn: Turn, atMs: number) => Promise<void>,
): Promise<void> {
  const elapsedMs = () => performance.now() - startedAtMs;
  /** Resolves to false where the end came before. */
  const waitUntil = async (atMs: number) => {
    const either = AbortSignal.any([signal, ended]);
    await sleep(Math.max(0, atMs - elapsedMs()), undefined, { signal: either }).catch(() => signal.throwIfAborted());
    return !ended.aborted;
  };
  for (let nextMs = plan.startMs; await waitUntil(nextMs); ) {
    const turn = plan.turns.next().value;
    await converse(turn, elapsedMs());
    nextMs = elapsedMs() + turn.thinkMs;
  }
}

/** Sends a message and waits for its answer. `conversationId` is where the customer goes on. */
async function ask(
  visitor: Visitor,
  text: string,
  conversationId: string | undefined,
): Promise<{ conversationId: string | undefined; outcome: Omit<Sent, 'atMs' | 'opens'> }> {
  try {
    const answer = await visitor.ask(text, conversationId);
    const { ttftMs, e2eMs, gapsMs, generationId, storedText } = answer;
    const outcome = { outcome: 'answered', ttftMs, e2eMs, gapsMs, generationId, text: storedText } as const;
    return { conversationId: answer.conversationId, outcome };
  } catch (error) {
    // Whatever else goes wrong, such as a connection that is gone, the customer has no answer.
    const kind = error instanceof AskError ? error.kind : 'unanswered';
    const code = error instanceof AskError ? error.code : undefined;
    return {
      // A conversation whose answer may still be under way takes no other message.
      conversationId: kind === 'refused' || kind === 'ended' ? conversationId : undefined,
      outcome: {
        ...{ outcome: kind, ttftMs: Number.POSITIVE_INFINITY, e2eMs: Number.POSITIVE_INFINITY, gapsMs: [] },
        ...(code === undefined ? {} : { code }),
      },
    };
  }
}

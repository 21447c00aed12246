/** What a worker last said of itself, and what has been given to it since. */
export interface WorkerStatus {
  id: string;
  state: 'starting' | 'warming' | 'ready' | 'draining';
  /** Answers that it makes at a time. */
  slots: number;
  /** Answers in the making. */
  running: number;
  /**
   * Answers on its own queue, those that the caller has put there since the heartbeat included: between two heartbeats
   * the least loaded worker would otherwise get everything.
   */
  waiting: number;
  /** Since its heartbeat, in milliseconds. */
  ageMs: number;
}

/** What an answer is for. */
export interface Conversation {
  id: string;
  /**
   * Which worker made its last answer, and how long ago that was, in milliseconds. Left out for a new conversation, and where
   * nothing of it stands in the prompt: then no worker has anything that others have not.
   */
  last?: { workerId: string; agoMs: number };
}

/**
 * A worker silent for so long gets nothing more: it has missed two heartbeats. To be wrong costs a prefix read again; to
 * wait until it surely is dead costs those who are sent to it the promise.
 */
export const silentMs = 2_500;
/** Beyond, others' conversations have most likely taken the prefix's place. */
const keptMs = 300_000;
/** So much more of its slots may be taken than of the least loaded worker's: a longer batch costs more than reading again. */
const affinityGap = 0.25;

/**
 * Which worker an answer goes to: the one that holds the conversation's prefix if it has room, else the least loaded one.
 *
 * @param sharedWaiting answers on the queue that all workers share: none may overtake them, and a worker that has just come
 *   will be full of them before its next heartbeat says so
 * @returns a worker's id; null for the shared queue: others wait there, nobody is ready, or all are full, and then whoever
 *   has room first takes it
 */
export function chooseWorker(
  workers: readonly WorkerStatus[],
  { id, last }: Conversation,
  sharedWaiting: number,
): string | null {
  if (sharedWaiting > 0) return null;
  const open = workers.filter((worker) => worker.state === 'ready' && worker.ageMs <= silentMs && load(worker) < 1);
  const [first] = open;
  if (!first) return null;
  const least = open.reduce((best, worker) => (isBefore(worker, best, id) ? worker : best), first);
  const holder = last && last.agoMs <= keptMs ? open.find((worker) => worker.id === last.workerId) : undefined;
  return holder && load(holder) <= load(least) + affinityGap ? holder.id : least.id;
}

/** The share of a worker's slots that is taken or asked for; full from 1 on. */
function load({ slots, running, waiting }: WorkerStatus): number {
  return slots > 0 ? (running + waiting) / slots : 1;
}

/** The less loaded one first. Of equals each conversation has its own order, so that gateways do not all begin with the same. */
function isBefore(one: WorkerStatus, other: WorkerStatus, conversationId: string): boolean {
  const difference = load(one) - load(other);
  if (difference !== 0) return difference < 0;
  return hash(`${conversationId} ${one.id}`) > hash(`${conversationId} ${other.id}`);
}

/** FNV-1a, 32 bits, mixed as MurmurHash3 ends: names that differ in their last letter would else stay in order. */
function hash(text: string): number {
  let word = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) word = Math.imul(word ^ text.charCodeAt(index), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

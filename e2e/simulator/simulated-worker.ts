import type { WorkerStatus } from '@frontdesk/scaling';
import type { Message } from './message.ts';
import { PrefixMemory } from './prefix-memory.ts';
import type { ServiceTimes } from './service-times.ts';
import { SimulatedEngine } from './simulated-engine.ts';

/** Of the prefix cache: only whole blocks are found. */
const blockTokens = 16;

export interface WorkerOptions {
  id: string;
  /** Its place among the supervisor's workers, from 1. */
  number: number;
  slots: number;
  prefixTokens: number;
  times: ServiceTimes;
}

/** A worker as the others see it: what it says of itself, its own queue, and its engine. */
export class SimulatedWorker {
  readonly id: string;
  readonly number: number;
  readonly slots: number;
  readonly engine: SimulatedEngine;
  /** What was put on its own queue and not taken yet. */
  readonly queue: Message[] = [];
  /** Taken and not done. */
  readonly taken = new Set<Message>();
  state: WorkerStatus['state'] = 'starting';
  /** It has died or ended: nothing that it was about to do happens. */
  isDead = false;
  /** A round is under way. */
  isBusy = false;
  readonly #memory: PrefixMemory;
  #beat: { atMs: number; state: WorkerStatus['state']; running: number; waiting: number } | undefined;
  /** Put on its queue since the heartbeat. */
  #given = 0;

  constructor({ id, number, slots, prefixTokens, times }: WorkerOptions) {
    this.id = id;
    this.number = number;
    this.slots = slots;
    this.engine = new SimulatedEngine(times);
    this.#memory = new PrefixMemory(prefixTokens);
  }

  get hasRoom(): boolean {
    return this.state === 'ready' && !this.isDead && this.engine.running < this.slots;
  }

  beat(nowMs: number): void {
    this.#beat = { atMs: nowMs, state: this.state, running: this.engine.running, waiting: this.queue.length };
    this.#given = 0;
  }

  give(message: Message): void {
    this.queue.push(message);
    this.#given += 1;
  }

  /** As the gateway knows it: from its last heartbeat; undefined before the first one. */
  status(nowMs: number): WorkerStatus | undefined {
    if (!this.#beat) return undefined;
    const { atMs, state, running, waiting } = this.#beat;
    return { id: this.id, slots: this.slots, state, running, waiting: waiting + this.#given, ageMs: nowMs - atMs };
  }

  /** Begins an answer; of the conversation it reads what it has not kept. */
  take(message: Message, nowMs: number): void {
    const kept = Math.min(this.#memory.held(message.conversation), message.historyTokens);
    message.cachedTokens = kept - (kept % blockTokens);
    message.takenMs ??= nowMs;
    this.taken.add(message);
    this.engine.admit(message, message.historyTokens + message.newTokens - message.cachedTokens);
  }

  /** Ends an answer, and keeps what the conversation has come to. */
  end(message: Message): void {
    this.taken.delete(message);
    this.#memory.keep(message.conversation, tokensAfter(message));
  }
}

/** What a conversation has come to with this answer. */
function tokensAfter({ historyTokens, newTokens, steps, forcedTokens }: Message): number {
  return historyTokens + newTokens + 1 + steps + forcedTokens;
}

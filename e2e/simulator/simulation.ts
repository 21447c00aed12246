import { admit, chooseWorker } from '@frontdesk/scaling';
import { BESIDE_OTHERS_MS, restartDelayMs } from '../../scripts/stack/restart-delay.mjs';
import { createRandom, pick } from '../bench/load/random.ts';
import { Autoscaler } from './autoscaler.ts';
import { Clock } from './clock.ts';
import type { Ask } from './customers.ts';
import type { Message } from './message.ts';
import type { Run, Sample, Scenario } from './scenario.ts';
import type { RoundEvent } from './simulated-engine.ts';
import { SimulatedWorker } from './simulated-worker.ts';

/** A worker loads and warms its model. */
const startUpMs = 5_000;
/** One that is to end gives back then what it has not finished (apps/worker). */
const drainMs = 5_000;
const secondMs = 1_000;
/** Of every message, beside the engine: gateway and queue; storing and relaying the first words (README.md, medians). */
const beforeWorkerMs = 15 + 4;
const toCustomerMs = 8 + 4;
/** After which nobody answers it any more (apps/gateway). */
const deadlineMs = 60_000;
/** Until a gateway sees that a worker's connections have ended (apps/gateway: take-over). */
const takeOverMs = 500;
/** 1 GiB of the default model's keys and values: an eighth of a machine with 8 GiB. */
const prefixTokens = Math.floor(2 ** 20 / 11.25);

/** Runs a scenario to its end: every message is answered, refused or expired then. The same scenario gives the same run. */
export function simulate(scenario: Scenario): Run {
  return new Simulation(scenario).run();
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #clock = new Clock();
  readonly #race: () => number;
  readonly #autoscaler: Autoscaler;
  #workers: SimulatedWorker[] = [];
  #workersEver = 0;
  /** The queue that all workers share. */
  #shared: Message[] = [];
  /** Who made a conversation's last answer, and when. */
  readonly #lastAnswers = new Map<string, { workerId: string; atMs: number }>();
  readonly #onEnd = new Map<Message, (retryAfterMs: number) => void>();
  readonly #messages: Message[] = [];
  readonly #samples: Sample[] = [];

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#race = createRandom(scenario.seed);
    this.#autoscaler = new Autoscaler(scenario.workers, scenario.slots);
  }

  run(): Run {
    const { askers, lossesMs } = this.#scenario;
    for (let count = 0; count < this.#autoscaler.wanted; count++) this.#startWorker(0);
    for (const { comesMs, goesMs, asks } of askers) {
      const next = () => {
        if (this.#clock.nowMs < Math.min(goesMs, this.#scenario.untilMs)) this.#send(asks.next().value as Ask, next);
      };
      this.#clock.after(comesMs, next);
    }
    for (const ms of lossesMs) this.#clock.after(ms, () => this.#loseWorker());
    this.#clock.after(0, () => this.#look());
    this.#clock.run();
    return { messages: this.#messages, samples: this.#samples };
  }

  // The gateway.

  #send({ thinkMs, ...ask }: Ask, next: () => void): void {
    const message: Message = { ...ask, sentMs: this.#clock.nowMs, cachedTokens: 0 };
    this.#messages.push(message);
    this.#onEnd.set(message, (retryAfterMs) => this.#clock.after(Math.max(thinkMs, retryAfterMs), next));
    const { answersPerSecond } = this.#autoscaler;
    const admission = admit({
      waiting: this.#waiting(),
      deadlineMs,
      ...(answersPerSecond ? { answersPerSecond } : {}),
    });
    if (!admission.accepted) {
      this.#end(message, 'refused', admission.retryAfterMs);
      return;
    }
    this.#clock.after(beforeWorkerMs, () => this.#dispatch(message));
    this.#clock.after(deadlineMs, () => this.#expire(message));
  }

  #dispatch(message: Message): void {
    const worker = this.#scenario.choice === 'affinity' ? this.#choose(message) : undefined;
    if (worker) {
      worker.give(message);
      this.#pull(worker);
      return;
    }
    this.#shared.push(message);
    // PostgreSQL and Redis tell all that wait: whoever is quickest has it.
    const open = this.#workers.filter(({ hasRoom }) => hasRoom);
    if (open.length > 0) this.#pull(pick(this.#race, open));
  }

  #choose({ conversation, historyTokens }: Message): SimulatedWorker | undefined {
    const { nowMs } = this.#clock;
    const last = historyTokens > 0 ? this.#lastAnswers.get(conversation) : undefined;
    const id = chooseWorker(
      this.#workers.flatMap((worker) => worker.status(nowMs) ?? []),
      {
        id: conversation,
        ...(last ? { last: { workerId: last.workerId, agoMs: nowMs - last.atMs } } : {}),
      },
      this.#shared.length,
    );
    return this.#workers.find((worker) => worker.id === id);
  }

  #expire(message: Message): void {
    const queue = [this.#shared, ...this.#workers.map((worker) => worker.queue)].find((one) => one.includes(message));
    if (!queue) return;
    queue.splice(queue.indexOf(message), 1);
    this.#end(message, 'expired');
  }

  #end(message: Message, outcome: NonNullable<Message['outcome']>, retryAfterMs = 0): void {
    message.outcome = outcome;
    message.endedMs = this.#clock.nowMs;
    const onEnd = this.#onEnd.get(message);
    this.#onEnd.delete(message);
    onEnd?.(retryAfterMs);
  }

  #waiting(): number {
    return this.#workers.reduce((sum, { queue }) => sum + queue.length, this.#shared.length);
  }

  // The workers.

  /** Takes what it has room for, from its own queue first, and goes on. */
  #pull(worker: SimulatedWorker): void {
    while (worker.hasRoom) {
      const message = worker.queue.shift() ?? this.#shared.shift();
      if (!message) break;
      worker.take(message, this.#clock.nowMs);
    }
    if (!worker.isBusy) this.#runRound(worker);
  }

  #runRound(worker: SimulatedWorker): void {
    const round = worker.engine.runRound();
    worker.isBusy = round !== undefined;
    if (!round) {
      if (worker.state === 'draining') this.#remove(worker);
      return;
    }
    for (const event of round.events) this.#clock.after(event.afterMs, () => this.#onEngine(worker, event));
    this.#clock.after(round.ms, () => {
      if (worker.isDead) return;
      worker.engine.endRound();
      worker.isBusy = false;
      this.#pull(worker);
    });
  }

  #onEngine(worker: SimulatedWorker, { kind, message }: RoundEvent): void {
    if (worker.isDead) return;
    const { nowMs } = this.#clock;
    if (kind === 'first token') {
      if (message.firstMs !== undefined) return;
      message.firstMs = nowMs + toCustomerMs;
      this.#autoscaler.sawFirstWords(nowMs, message.firstMs - message.sentMs);
      return;
    }
    worker.end(message);
    this.#autoscaler.sawAnswer(nowMs);
    this.#lastAnswers.set(message.conversation, { workerId: worker.id, atMs: nowMs });
    this.#end(message, 'answered');
  }

  // The supervisor.

  #startWorker(afterMs: number, number = this.#freeNumber()): void {
    const { slots, times } = this.#scenario;
    const worker = new SimulatedWorker({ id: `worker-${++this.#workersEver}`, number, slots, prefixTokens, times });
    this.#workers.push(worker);
    const beat = () => {
      if (worker.isDead || !this.#workers.includes(worker)) return;
      worker.beat(this.#clock.nowMs);
      if (this.#goesOn) this.#clock.after(secondMs, beat);
    };
    this.#clock.after(afterMs, () => {
      if (worker.state !== 'starting') return;
      worker.state = 'ready';
      beat();
      this.#pull(worker);
    });
  }

  #freeNumber(): number {
    let number = 1;
    while (this.#workers.some((worker) => worker.number === number)) number += 1;
    return number;
  }

  /** It takes nothing new, finishes what it can, and gives the rest back. */
  #drain(worker: SimulatedWorker): void {
    worker.state = 'draining';
    worker.beat(this.#clock.nowMs);
    this.#sweep(worker);
    if (!worker.isBusy) this.#remove(worker);
    this.#clock.after(drainMs, () => {
      if (!this.#workers.includes(worker)) return;
      worker.isDead = true;
      this.#remove(worker);
      this.#giveBack([...worker.taken]);
    });
  }

  #remove(worker: SimulatedWorker): void {
    this.#workers = this.#workers.filter((one) => one !== worker);
  }

  #loseWorker(): void {
    const ready = this.#workers.filter(({ state }) => state === 'ready');
    const [first] = ready;
    if (!first) return;
    const lost = ready.reduce((busiest, one) => (one.engine.running > busiest.engine.running ? one : busiest), first);
    lost.isDead = true;
    this.#clock.after(takeOverMs, () => {
      this.#giveBack([...lost.taken]);
      this.#sweep(lost);
    });
    // Who chooses looks at the workers once a second, and what was given to the dead one until then is moved.
    this.#clock.after(takeOverMs + secondMs, () => {
      this.#remove(lost);
      this.#sweep(lost);
    });
    const leastMs = this.#kept.length > 0 ? BESIDE_OTHERS_MS : 0;
    this.#startWorker(Math.max(leastMs, restartDelayMs(1)) + startUpMs, lost.number);
  }

  /** What waits on a worker's own queue goes to the shared one. */
  #sweep(worker: SimulatedWorker): void {
    this.#giveBack(worker.queue.splice(0));
  }

  #giveBack(messages: readonly Message[]): void {
    this.#shared.unshift(...messages);
    for (const worker of this.#workers) if (worker.hasRoom) this.#pull(worker);
  }

  /** Keeps as many workers as are wanted: the first ones (scripts/stack/worker-pool.mjs). */
  #follow(wanted: number): void {
    const kept = this.#kept;
    for (let count = kept.length; count < wanted; count++) this.#startWorker(startUpMs);
    kept.sort((one, other) => one.number - other.number);
    for (const worker of kept.slice(wanted)) this.#drain(worker);
  }

  get #kept(): SimulatedWorker[] {
    return this.#workers.filter(({ state, isDead }) => state !== 'draining' && !isDead);
  }

  // The autoscaler, once a second.

  /** Messages will come, or are under way. */
  get #goesOn(): boolean {
    return this.#clock.nowMs < this.#scenario.untilMs || this.#onEnd.size > 0;
  }

  #look(): void {
    const alive = this.#workers.filter(({ isDead }) => !isDead);
    const running = alive.reduce((sum, { engine }) => sum + engine.running, 0);
    const count = (state: SimulatedWorker['state']) => alive.filter((worker) => worker.state === state).length;
    const atMs = this.#clock.nowMs;
    const seen = { atMs, waiting: this.#waiting(), running, ready: count('ready') };
    const wanted = this.#autoscaler.decide({ ...seen, starting: count('starting') });
    this.#samples.push({ ...seen, wanted });
    this.#follow(wanted);
    if (this.#goesOn) this.#clock.after(secondMs, () => this.#look());
  }
}

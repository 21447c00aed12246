import {
  coolDownMs,
  type Limits,
  type Observation,
  Pace,
  paceWindowMs,
  type ScalingState,
  wantedWorkers,
} from '@frontdesk/scaling';
import { percentile } from '../bench/percentiles.ts';

/** First words are those of the last seconds, in milliseconds. */
const ttftMs = 10_000;

interface Seen {
  atMs: number;
  value: number;
}

/** What the autoscaler sees, and what it makes of it once a second. */
export class Autoscaler {
  readonly #limits: Limits | undefined;
  readonly #slots: number;
  #state: ScalingState;
  #observations: Observation[] = [];
  #answers: Seen[] = [];
  #firstWords: Seen[] = [];
  readonly #pace = new Pace();

  /** @param workers a number that stays, or the limits of one that does not, which begins with the least */
  constructor(workers: number | Limits, slots: number) {
    this.#limits = typeof workers === 'number' ? undefined : workers;
    this.#slots = slots;
    this.#state = { wanted: typeof workers === 'number' ? workers : workers.min, changedAtMs: 0 };
  }

  get wanted(): number {
    return this.#state.wanted;
  }

  /** As the gateway knows it. */
  get answersPerSecond(): number | undefined {
    return this.#pace.answersPerSecond;
  }

  sawAnswer(atMs: number): void {
    this.#answers.push({ atMs, value: 1 });
  }

  sawFirstWords(atMs: number, ms: number): void {
    this.#firstWords.push({ atMs, value: ms });
  }

  /** @returns how many workers are wanted */
  decide(seen: Pick<Observation, 'atMs' | 'waiting' | 'running' | 'ready' | 'starting'>): number {
    const { atMs, running, ready, starting } = seen;
    const since = (list: readonly Seen[], ms: number) => list.filter((one) => one.atMs > atMs - ms);
    this.#answers = since(this.#answers, paceWindowMs);
    this.#firstWords = since(this.#firstWords, ttftMs);
    this.#pace.update({ atMs, running, slots: ready * this.#slots, ready, starting, answered: this.#answers.length });
    const ttft = percentile(
      this.#firstWords.map(({ value }) => value),
      0.99,
    );
    const observation: Observation = {
      ...seen,
      slotsPerWorker: this.#slots,
      ...(Number.isNaN(ttft) ? {} : { ttftP99Ms: ttft }),
    };
    this.#observations = [...this.#observations.filter((one) => one.atMs > atMs - coolDownMs), observation];
    if (this.#limits) this.#state = wantedWorkers(this.#observations, this.#limits, this.#state).state;
    return this.#state.wanted;
  }
}

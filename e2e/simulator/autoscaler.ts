import { coolDownMs, type Limits, type Observation, type ScalingState, wantedWorkers } from '@frontdesk/scaling';
import { percentile } from '../bench/percentiles.ts';

/** The pace is that of the last seconds, first words are those of the last ones, in milliseconds. */
const rateMs = 5_000;
const ttftMs = 10_000;
/** Slots taken on average, from which on a worker shows what it can do. */
const fullShare = 0.5;
/** What such a look still counts a second later. */
const decay = 0.9;

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
  /** Answers a second that a worker with much to do was seen to make; older looks count less. */
  #full: number | undefined;

  /** @param workers a number that stays, or the limits of one that does not, which begins with the least */
  constructor(workers: number | Limits, slots: number) {
    this.#limits = typeof workers === 'number' ? undefined : workers;
    this.#slots = slots;
    this.#state = { wanted: typeof workers === 'number' ? workers : workers.min, changedAtMs: 0 };
  }

  get wanted(): number {
    return this.#state.wanted;
  }

  /** That so many workers can make; undefined until that was seen. */
  answersPerSecond(workers: number): number | undefined {
    return this.#full === undefined ? undefined : this.#full * workers;
  }

  sawAnswer(atMs: number): void {
    this.#answers.push({ atMs, value: 1 });
  }

  sawFirstWords(atMs: number, ms: number): void {
    this.#firstWords.push({ atMs, value: ms });
  }

  /** @returns how many workers are wanted */
  decide(seen: Pick<Observation, 'atMs' | 'waiting' | 'running' | 'ready' | 'starting'>): number {
    const { atMs, waiting, running, ready } = seen;
    const since = (list: readonly Seen[], ms: number) => list.filter((one) => one.atMs > atMs - ms);
    this.#answers = since(this.#answers, rateMs);
    this.#firstWords = since(this.#firstWords, ttftMs);
    const earlier = this.#observations.filter((one) => one.atMs > atMs - rateMs);
    const wasFull = (one: typeof seen) => one.ready === ready && one.running >= fullShare * one.ready * this.#slots;
    if (ready > 0 && waiting + running > 0 && earlier.length >= 4 && [...earlier, seen].every(wasFull)) {
      const perWorker = (1_000 * this.#answers.length) / rateMs / ready;
      this.#full = this.#full === undefined ? perWorker : decay * this.#full + (1 - decay) * perWorker;
    }
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

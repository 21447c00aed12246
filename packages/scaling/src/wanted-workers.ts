/** What is seen of the whole service at a moment. */
export interface Observation {
  /** Of any clock that only goes forward, in milliseconds. */
  atMs: number;
  /** Answers that wait, on all queues. */
  waiting: number;
  /** Answers in the making, of all workers. */
  running: number;
  /** Workers that take answers, and workers that will as soon as their model is loaded and warm. */
  ready: number;
  starting: number;
  slotsPerWorker: number;
  /** Of the last seconds, in milliseconds; left out where nobody has had first words. */
  ttftP99Ms?: number;
}

/** How many workers there may be, on one machine or on all. Where the two contradict each other, `max` holds. */
export interface Limits {
  /** Warm workers that are there even when nobody asks. */
  min: number;
  /** What the machine, or the operator's purse, has room for: no more are asked for. */
  max: number;
}

/** How many there may be where so many are wanted, perhaps by somebody with other limits. */
export const withinLimits = (wanted: number, { min, max }: Limits): number => Math.min(max, Math.max(min, wanted));

/** What the policy must remember from one call to the next. It begins with none wanted, at the moment of the first one. */
export interface ScalingState {
  wanted: number;
  changedAtMs: number;
}

/**
 * Why so many: what asked for more (`queue`: answers waiting and running; `ttft`: first words near the promised time), `calm`
 * for one fewer, `limits` where those alone decided, `steady` where nothing changes.
 */
export type Reason = 'queue' | 'ttft' | 'calm' | 'limits' | 'steady';

export interface Wanted {
  wanted: number;
  reason: Reason;
  state: ScalingState;
}

/** More workers once every look of so long, and never fewer than two, asked for them: one crowded moment is none. */
const raiseMs = 2_000;
/** One worker fewer once every look of so long could do with fewer, and nothing has changed meanwhile. */
export const coolDownMs = 60_000;
/** The share of its slots that a worker is meant to carry, when there shall be more and when fewer; the gap stops flapping. */
const raiseSlotShare = 0.25;
const lowerSlotShare = 0.18;
/** First words this late come near the promised 2 s: a worker is warm only 5 s after it is wanted. */
const nearTtftMs = 1_200;
/** After more workers were wanted: until they are warm, and the times of before have left the p99. */
const settleMs = 15_000;

/**
 * How many workers there should be. Up at once, to as many as the load asks for; down one at a time after a cool-down, as
 * Kubernetes' stabilization window has it: by the highest load within it. All machines share the number and each has limits
 * of its own ({@link withinLimits}): beyond them it is left to the load, as another machine may want it so.
 *
 * @param observations oldest first, at least of the last {@link coolDownMs}, about one a second
 */
export function wantedWorkers(
  observations: readonly Observation[],
  limits: Limits,
  { wanted: before, changedAtMs }: ScalingState,
): Wanted {
  const latest = observations.at(-1);
  const change = (wanted: number, reason: Reason, atMs = latest?.atMs ?? changedAtMs): Wanted => ({
    wanted,
    reason,
    state: { wanted, changedAtMs: atMs },
  });
  if (before === 0) return change(withinLimits(0, limits), 'limits');
  const steady: Wanted = { wanted: before, reason: 'steady', state: { wanted: before, changedAtMs } };
  if (!latest) return steady;

  const within = (ms: number) => observations.filter(({ atMs }) => atMs > latest.atMs - ms);
  const recent = observations.slice(-Math.max(2, within(raiseMs).length));
  if (recent.length < 2) return steady;
  const asked = Math.min(limits.max, ...recent.map((observation) => forLoad(observation, raiseSlotShare)));
  if (asked > before) return change(asked, 'queue');

  if (recent.every(isLate)) {
    const settled = latest.starting === 0 && latest.atMs - changedAtMs >= settleMs;
    const here = withinLimits(before, limits);
    if (settled && here < limits.max) return change(here + 1, 'ttft');
    return steady;
  }

  const enough = Math.max(
    ...within(coolDownMs).map((observation) =>
      Math.max(forLoad(observation, lowerSlotShare), isLateWithFewer(observation) ? before : 0),
    ),
  );
  const cooled = latest.atMs - changedAtMs >= coolDownMs;
  if (cooled && enough < before && before > withinLimits(1, limits)) return change(before - 1, 'calm');
  return steady;
}

/** Workers with which waiting and running answers take this share of the slots. Throughput hardly grows beyond a quarter. */
function forLoad({ waiting, running, slotsPerWorker }: Observation, slotShare: number): number {
  return Math.ceil((waiting + running) / (slotsPerWorker * slotShare));
}

/** First words come late, and because answers keep each other waiting: one alone is not made faster by another worker. */
function isLate({ ttftP99Ms = 0, waiting, running, ready }: Observation): boolean {
  return ttftP99Ms >= nearTtftMs && waiting + running > ready;
}

/** They may be late with one worker fewer: those that stay share what it did, so that of two the other one may take twice as long. */
function isLateWithFewer({ ttftP99Ms = 0, waiting, running, ready }: Observation): boolean {
  return ttftP99Ms * ready >= nearTtftMs * (ready - 1) && waiting + running > ready - 1;
}

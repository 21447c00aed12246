import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** How long a worker's engine takes. */
export interface ServiceTimes {
  /** Where the figures come from. */
  source: string;
  /** A decode step of so many sequences. */
  stepMs(sequences: number): number;
  /** A run that reads so many tokens of one prompt. */
  chunkMs(tokens: number): number;
  /** Most tokens that a chunk can have to take at most `ms`; may be below 1. */
  chunkTokensIn(ms: number): number;
  /** Once for each prompt: its prefix is copied, its first token sampled. */
  promptMs: number;
}

/** The part of `.bench/engine.json` that is used; `service-times.json` has the same form. */
const measured = z.object({
  machine: z.string(),
  at: z.string().optional(),
  /** The machine's load before the benchmark began. */
  loadBefore: z.number(),
  ttft: z.object({ uncachedMs: z.number().positive(), cachedMs: z.number().positive() }),
  growth: z.array(z.object({ count: z.number().int().positive(), context: z.number(), stepMs: z.number().positive() })),
});
type MeasuredEngine = z.infer<typeof measured>;

/** The benchmark's two prompts have 512 tokens; of the second one 480 are kept (packages/engine/src/bench/engine-side.ts). */
const prompt = { tokens: 512, keptTokens: 480 };
/** Of the sequences whose growth was measured; the other steps were measured for the growth with the context. */
const stepContext = 300;
/** Above, the benchmark was about others too. */
const quietLoad = 0.5;

/** What `npm run bench:engine` measured here last, else what it measured where the engine's README says. */
export function loadServiceTimes(benchDir = '.bench'): ServiceTimes {
  const own = path.join(benchDir, 'engine.json');
  const isOwn = existsSync(own);
  const file = isOwn ? own : path.join(import.meta.dirname, 'service-times.json');
  const parsed = measured.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} does not say what the engine takes:\n${z.prettifyError(parsed.error)}`);
  return serviceTimesOf(parsed.data);
}

function serviceTimesOf({ machine, at, loadBefore, ttft, growth }: MeasuredEngine): ServiceTimes {
  const steps = growth.filter(({ context }) => context === stepContext).sort((one, other) => one.count - other.count);
  const [first] = steps;
  if (!first) throw new Error('no step was measured');
  const stepMs = memoize((sequences) => between(steps, sequences));
  const perTokenMs = (ttft.uncachedMs - ttft.cachedMs) / prompt.keptTokens;
  // A run reads all weights, however few its tokens: what a step of one sequence takes without its token.
  const perChunkMs = Math.max(0, first.stepMs - perTokenMs);
  return {
    source: [
      machine,
      ...(at === undefined ? [] : [`bench:engine of ${at.slice(0, 16).replace('T', ' ')} UTC`]),
      ...(loadBefore > quietLoad ? ['on a busy machine: too slow'] : []),
    ].join(', '),
    stepMs,
    chunkMs: (tokens) => perChunkMs + tokens * perTokenMs,
    chunkTokensIn: (ms) => Math.floor((ms - perChunkMs) / perTokenMs),
    promptMs: Math.max(0, ttft.cachedMs - perChunkMs - (prompt.tokens - prompt.keptTokens) * perTokenMs),
  };
}

/** On the line between the two nearest measured ones; the last line goes on behind them. */
function between(steps: MeasuredEngine['growth'], sequences: number): number {
  const above = steps.findIndex(({ count }) => count >= sequences);
  const place = above < 0 ? steps.length - 1 : Math.max(above, 1);
  const [low, high] = [steps[place - 1] ?? steps[place], steps[place]];
  if (!low || !high) throw new Error('no step was measured');
  if (low === high || high.count === low.count) return high.stepMs;
  return low.stepMs + ((sequences - low.count) / (high.count - low.count)) * (high.stepMs - low.stepMs);
}

function memoize(read: (count: number) => number): (count: number) => number {
  const known: number[] = [];
  return (count) => {
    known[count] ??= read(count);
    return known[count] as number;
  };
}

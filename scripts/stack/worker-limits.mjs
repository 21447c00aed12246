/** As the engine takes them where nobody says otherwise (packages/engine). */
const MOST_THREADS = 4;
/** The connections of the database have room for so many: packages/database/README.md. */
const MOST_WORKERS = 8;
/** Of prompts and conversations that go on, per worker, and of the machine's memory that all may take together. */
const MOST_CACHE_MB = 2_048;
const CACHE_SHARE = 1 / 8;

/**
 * How many workers `npm start` may run on this machine: as many as have their threads to themselves, and at least one.
 *
 * @param {{ cores: number, memoryBytes: number, usesGpu?: boolean, env?: Record<string, string | undefined> }} machine
 *   `env` may hold THREADS, MIN_WORKERS, MAX_WORKERS and PREFIX_CACHE_MB
 * @returns {{ min: number, max: number, env: Record<string, string> }} `env` is what each of the workers gets of it
 */
export function workerLimits({ cores, memoryBytes, usesGpu = false, env = {} }) {
  const threads = whole(env.THREADS) ?? Math.min(cores, MOST_THREADS);
  // One process has the GPU to itself; another one would share its time and double what is kept in its memory.
  const room = usesGpu ? 1 : Math.max(1, Math.floor(cores / threads));
  const max = Math.min(room, whole(env.MAX_WORKERS) ?? MOST_WORKERS);
  const min = Math.min(max, whole(env.MIN_WORKERS) ?? 1);
  if (max === 1) return { min, max, env: {} };
  const cacheMb = Math.floor(Math.min(MOST_CACHE_MB, (memoryBytes * CACHE_SHARE) / max / 2 ** 20));
  return { min, max, env: { THREADS: String(threads), PREFIX_CACHE_MB: env.PREFIX_CACHE_MB || String(cacheMb) } };
}

/** What is no whole number from 1 on is left to the worker's own env.ts to refuse. */
function whole(text) {
  const number = Number(text);
  return text && Number.isInteger(number) && number >= 1 ? number : undefined;
}

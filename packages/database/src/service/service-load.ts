import type { Queryable } from '../connection/client.ts';
import { waitsForWorker } from '../generations/generations.ts';
import { ago, liveMs } from './workers.ts';

/** First words count for so long: what came before says little of now. */
const firstWordsMs = 10_000;
/** Taken for granted until a worker says how many it has: its own default. */
const usualSlots = 32;

/** What all sites together ask of the workers at a moment, and how many of those there are. */
export interface ServiceLoad {
  /** The database's clock, which all processes share, in milliseconds since 1970. */
  atMs: number;
  /** Answers that wait for a worker, and answers in the making. */
  waiting: number;
  running: number;
  /** Workers that take answers, and workers that load or warm their model. */
  ready: number;
  starting: number;
  /** On average. */
  slotsPerWorker: number;
  /** From receipt to the first stored text, of the first words of the last 10 s; null where there were none. */
  ttftP99Ms: number | null;
}

/** One look at the whole service. Answers that were given without the model say nothing of the workers and are left out. */
export async function readServiceLoad(database: Queryable): Promise<ServiceLoad> {
  // First words of the last seconds are of answers that run, or have ended since: both have an index.
  const [load] = await database.$queryRaw<ServiceLoad[]>`
    SELECT (extract(epoch FROM now()) * 1000)::float8 AS "atMs", answers.*, workers.*, first_words.*
    FROM (
      SELECT count(*) FILTER (WHERE ${waitsForWorker})::int AS waiting,
        count(*) FILTER (WHERE state = 'running')::int AS running
      FROM generation WHERE state IN ('queued', 'running')
    ) answers, (
      SELECT count(*) FILTER (WHERE state = 'ready')::int AS ready,
        count(*) FILTER (WHERE state IN ('starting', 'warming'))::int AS starting,
        coalesce(avg(nullif(slots, 0)), ${usualSlots})::float8 AS "slotsPerWorker"
      FROM worker WHERE state <> 'draining' AND heartbeat_at > ${ago(liveMs)}
    ) workers, (
      SELECT percentile_disc(0.99) WITHIN GROUP (
        ORDER BY extract(epoch FROM first_text_at - received_at)::float8 * 1000) AS "ttftP99Ms"
      FROM generation
      WHERE (state = 'running' OR finished_at > now() - ${firstWordsMs} * interval '1 millisecond')
        AND first_text_at > now() - ${firstWordsMs} * interval '1 millisecond' AND coalesce(cached_from_id, approved_answer_id) IS NULL
    ) first_words`;
  if (!load) throw new Error('aggregates give one row');
  return load;
}

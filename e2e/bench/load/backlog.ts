import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** An answer that nobody has begun by then waits behind others. */
const waitedSeconds = 1;
const lookEveryMs = 1_000;
/** A moment without a backlog is no end of it. */
const looksWithout = 10;

/**
 * Waits until no answer has waited for ten seconds, or for as long as one has patience. The customers of a run come in the
 * middle of conversations that no worker has ever read: in the steady state, which is what is measured, one has.
 */
export async function waitForNoBacklog(
  client: pg.Client,
  siteId: string,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  for (let looks = 0; looks < looksWithout && performance.now() < untilMs; looks++) {
    await sleep(lookEveryMs, undefined, { signal });
    const { rowCount } = await client.query(
      `select 1 from generation where site_id = $1 and state = 'queued'
        and received_at < now() - make_interval(secs => $2) limit 1`,
      [siteId, waitedSeconds],
    );
    if (rowCount !== 0) looks = -1;
  }
}

import type pg from 'pg';
import type { GenerationRow, Sent } from './measured.ts';

/** All answers of a site. @param startedAt what their times count from */
export async function readGenerationRows(
  client: pg.ClientBase | pg.Pool,
  siteId: string,
  startedAt: Date,
): Promise<GenerationRow[]> {
  const since = (column: string) => `(extract(epoch FROM generation.${column} - $2) * 1000)::float8`;
  const { rows } = await client.query<GenerationRow>(
    `SELECT generation.id, generation.conversation_id AS "conversationId", state::text,
       ${since('received_at')} AS "receivedAtMs", ${since('started_at')} AS "startedAtMs",
       ${since('finished_at')} AS "finishedAtMs", gateway_ms AS "gatewayMs", queue_ms AS "queueMs",
       prefill_ms AS "prefillMs", first_token_ms AS "firstTokenMs", message.text
     FROM generation LEFT JOIN message ON message.generation_id = generation.id
     WHERE generation.site_id = $1`,
    [siteId, startedAt],
  );
  return rows;
}

/** The same messages, but those whose customer saw another text than the one that is stored say so. */
export function compareWithStored(sent: readonly Sent[], rows: ReadonlyMap<string, GenerationRow>): Sent[] {
  return sent.map((message) => {
    if (message.outcome !== 'answered') return message;
    const stored = rows.get(message.generationId ?? '');
    return stored?.state === 'done' && stored.text === message.text ? message : { ...message, outcome: 'wrong-text' };
  });
}

/** How many answers waited for a worker, and how many were in the making. */
export interface QueueSample {
  atMs: number;
  queued: number;
  running: number;
}

/** What the rows say of every second, looked up afterwards: nobody has to ask the database during the load. */
export function queueOverTime(
  rows: Iterable<GenerationRow>,
  { fromMs, toMs, everyMs = 1_000 }: { fromMs: number; toMs: number; everyMs?: number },
): QueueSample[] {
  const all = [...rows];
  const samples: QueueSample[] = [];
  for (let atMs = fromMs; atMs <= toMs; atMs += everyMs) {
    const open = all.filter(
      ({ receivedAtMs, finishedAtMs }) => receivedAtMs <= atMs && !(Number(finishedAtMs ?? Infinity) <= atMs),
    );
    const running = open.filter(({ startedAtMs }) => startedAtMs !== null && startedAtMs <= atMs).length;
    samples.push({ atMs, queued: open.length - running, running });
  }
  return samples;
}

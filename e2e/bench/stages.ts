import pg from 'pg';
import type { Answer } from '../client/visitor.ts';

export const stages = ['gateway', 'queue', 'prefill', 'firstToken', 'relay'] as const;
export type Stage = (typeof stages)[number];

/** The stages as the processes stored them; `relay` is what the client waited beyond them: both networks and the relay. */
export async function readStages(
  databaseUrl: string,
  answers: readonly Pick<Answer, 'generationId' | 'ttftMs'>[],
): Promise<Record<Stage, number>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT id, gateway_ms, queue_ms, prefill_ms, first_token_ms FROM generation WHERE id = ANY($1::uuid[])`,
      [answers.map((answer) => answer.generationId)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return answers.map(({ generationId, ttftMs }) => {
      const row = byId.get(generationId);
      const told = {
        gateway: row.gateway_ms,
        queue: row.queue_ms,
        prefill: row.prefill_ms,
        firstToken: row.first_token_ms,
      };
      return { ...told, relay: ttftMs - told.gateway - told.queue - told.prefill - told.firstToken };
    });
  } finally {
    await client.end();
  }
}

import type { ScalingDecision, ScalingReason } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

export type { ScalingDecision, ScalingReason };

/** Older ones are of no use to anybody: at the fastest they come one a second, usually a few a day. */
const decisionsKept = 1_000;

/** Appends how many workers are wanted from now on, and forgets what is old. Of several autoscalers one decides at a time. */
export async function storeScalingDecision(
  database: Queryable,
  decision: Omit<ScalingDecision, 'id'>,
): Promise<ScalingDecision> {
  const [newest] = await readScalingDecisions(database, 1);
  const stored = await database.scalingDecision.create({ data: { id: (newest?.id ?? 0) + 1, ...decision } });
  await database.scalingDecision.deleteMany({ where: { id: { lte: stored.id - decisionsKept } } });
  return stored;
}

/** What was decided, the newest first. The first one holds; there is none before an autoscaler has looked for the first time. */
export function readScalingDecisions(database: Queryable, limit: number): Promise<ScalingDecision[]> {
  return database.scalingDecision.findMany({ orderBy: { id: 'desc' }, take: limit });
}

import {
  advisoryLocks,
  type Database,
  readScalingDecisions,
  readServiceLoad,
  type ScalingDecision,
  type ServiceLoad,
  storeScalingDecision,
  takeTurn,
} from '@frontdesk/database';
import { type Limits, wantedWorkers } from '@frontdesk/scaling';
import type { Looks } from './looks.ts';

const limitMs = 5_000;

/** A look, and what holds after it; `isNew` where that look changed it. */
interface Decided {
  load: ServiceLoad;
  /** Undefined only while another autoscaler makes the first decision of all. */
  decision: ScalingDecision | undefined;
  isNew: boolean;
}

/**
 * Looks once, and stores how many workers are wanted where that changes. The last decision is all that has to be remembered,
 * and it is in the store: whichever autoscaler looks next goes on from there. Of several one decides at a time.
 */
export function decide(database: Database, looks: Looks, limits: Limits): Promise<Decided> {
  return database.$transaction(
    async (transaction) => {
      const { held } = await takeTurn(transaction, advisoryLocks.scaling);
      const load = await readServiceLoad(transaction);
      looks.add(observationOf(load));
      const [last] = await readScalingDecisions(transaction, 1);
      if (!held) return { load, decision: last, isNew: false };
      const { wanted, reason } = wantedWorkers(looks.all, limits, {
        wanted: last?.wanted ?? 0,
        changedAtMs: Math.max(looks.sinceMs, last?.decidedAt.getTime() ?? 0),
      });
      if (reason === 'steady') return { load, decision: last, isNew: false };
      const { atMs, slotsPerWorker, ...seen } = load;
      const decision = await storeScalingDecision(transaction, {
        ...{ ...seen, wanted, reason, decidedAt: new Date(atMs) },
      });
      return { load, decision, isNew: true };
    },
    { timeout: limitMs },
  );
}

function observationOf({ ttftP99Ms, ...load }: ServiceLoad) {
  return { ...load, ...(ttftP99Ms === null ? {} : { ttftP99Ms }) };
}

import { beforeEach, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { readScalingDecisions, type ScalingDecision, storeScalingDecision } from './scaling-decisions.ts';

const database = useTestDatabase();
beforeEach(() => database.scalingDecision.deleteMany());

const decision = (wanted: number, changes: Partial<ScalingDecision> = {}) => ({
  ...{ wanted, reason: 'queue' as const, decidedAt: new Date(), ttftP99Ms: null },
  ...{ waiting: 12, running: 20, ready: 1, starting: 0 },
  ...changes,
});

it('has what was decided, the newest first, as many as are asked for', async () => {
  expect(await readScalingDecisions(database, 5)).toEqual([]);
  const first = await storeScalingDecision(database, decision(1, { reason: 'limits', ttftP99Ms: 250.5 }));
  const second = await storeScalingDecision(database, decision(4));
  // The order is that of the decisions, whatever the clock says.
  const third = await storeScalingDecision(database, decision(3, { reason: 'calm', decidedAt: new Date(0) }));
  expect(await readScalingDecisions(database, 5)).toEqual([third, second, first]);
  expect(await readScalingDecisions(database, 1)).toEqual([third]);
  expect(first).toMatchObject({ wanted: 1, reason: 'limits', ttftP99Ms: 250.5, waiting: 12, running: 20, ready: 1 });
});

it('keeps the newest thousand', async () => {
  await database.scalingDecision.createMany({
    data: Array.from({ length: 1_200 }, (_, id) => ({ id, ...decision(2) })),
  });
  const newest = await storeScalingDecision(database, decision(3));
  const kept = await readScalingDecisions(database, 2_000);
  expect(kept).toHaveLength(1_000);
  expect(kept[0]).toEqual(newest);
});

import { type DecisionParameters, decide, reliability } from '@frontdesk/answers';
import { fitConfidenceTo, type JudgedCase, outcome } from './judged-case.ts';

/**
 * What each outcome costs, in answerable questions that are handed over without need. Wrong answers come first, but a bot
 * that hands everything over is none.
 */
const costs = { handedOver: 1, wrong: 3, answered: 2, unmannerly: 3 };
const withheldShare = 0.3;

function cost(judged: JudgedCase, parameters: DecisionParameters): number {
  const { grade } = outcome(judged, parameters);
  const share = judged.withheld ? withheldShare : 1;
  switch (judged.group) {
    case 'answerable':
      return grade === 'right' ? 0 : grade === 'handed over' ? costs.handedOver : costs.wrong;
    case 'not in the facts':
      return grade === 'handed over' ? 0 : share * costs.answered;
    default:
      return grade === 'as wanted' ? 0 : costs.unmannerly;
  }
}

/** Fits confidence, threshold and the way to replies; the ranking stays. */
export function fitDecision(cases: readonly JudgedCase[], ranking: DecisionParameters): DecisionParameters {
  const confidence = fitConfidenceTo(cases);
  let best = { parameters: ranking, cost: Number.POSITIVE_INFINITY };
  for (const threshold of steps(0.2, 0.9, 0.02)) {
    for (const bias of steps(-4, 4, 0.5)) {
      for (const score of steps(0, 12, 2)) {
        const parameters = { ...ranking, confidence, threshold, reply: { bias, score } };
        const sum = cases.reduce((sum, judged) => sum + cost(judged, parameters), 0);
        if (sum < best.cost) best = { parameters, cost: sum };
      }
    }
  }
  return best.parameters;
}

/** How far confidence is from what came of it, each business judged by weights that were fitted to the others. */
export function heldOutReliability(cases: readonly JudgedCase[], parameters: DecisionParameters) {
  const written = cases.filter(({ withheld }) => !withheld);
  const businesses = [...new Set(cases.map(({ business }) => business))];
  return reliability(
    businesses.flatMap((name) => {
      const confidence = fitConfidenceTo(cases.filter(({ business }) => business !== name));
      return written.flatMap(({ business, signals, graded }) =>
        business === name && signals
          ? [
              {
                confidence: decide(signals, { ...parameters, confidence }).confidence,
                right: graded.answer.grade === 'right',
              },
            ]
          : [],
      );
    }),
  );
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, index) => Number((from + index * by).toFixed(6)));
}

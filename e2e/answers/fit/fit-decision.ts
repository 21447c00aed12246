import { type DecisionParameters, decide, reliability } from '@frontdesk/answers';
import { fitConfidenceTo, type JudgedCase, outcome } from './judged-case.ts';

/** What each outcome costs, in answerable questions that are handed over without need. */
const costs = { handedOver: 1, wrong: 3, unmannerly: 3 };
/** Of the questions that the facts do not answer so many may be answered; a point more costs as much as 2.7 % of the others. */
const mostAnswered = 0.08;
const tooManyCost = 2.7;
const withheldShare = 0.3;

function cost(judged: readonly JudgedCase[], parameters: DecisionParameters): number {
  let [sum, answerable, unanswerable, answered] = [0, 0, 0, 0];
  for (const one of judged) {
    const { grade } = outcome(one, parameters);
    const weight = one.withheld ? withheldShare : 1;
    if (one.group === 'not in the facts') {
      unanswerable += weight;
      if (grade !== 'handed over') answered += weight;
    } else if (one.group === 'answerable') {
      answerable += 1;
      sum += grade === 'right' ? 0 : grade === 'handed over' ? costs.handedOver : costs.wrong;
    } else if (grade !== 'as wanted') sum += costs.unmannerly;
  }
  return sum + tooManyCost * answerable * Math.max(0, answered / unanswerable - mostAnswered);
}

/** Fits confidence, threshold and the way to replies; the ranking stays. */
export function fitDecision(cases: readonly JudgedCase[], ranking: DecisionParameters): DecisionParameters {
  const confidence = fitConfidenceTo(cases, ranking);
  let best = { parameters: ranking, cost: Number.POSITIVE_INFINITY };
  for (const threshold of steps(0.2, 0.9, 0.02)) {
    for (const bias of steps(-4, 4, 0.5)) {
      for (const score of steps(0, 1.5, 0.25)) {
        const parameters = { ...ranking, confidence, threshold, reply: { bias, score } };
        const sum = cost(cases, parameters);
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
      const confidence = fitConfidenceTo(
        cases.filter(({ business }) => business !== name),
        parameters,
      );
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

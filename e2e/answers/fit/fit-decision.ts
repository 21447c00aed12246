import { type DecisionParameters, decide, reliability } from '@frontdesk/answers';
import type { Caution } from '@frontdesk/protocol';
import { fitConfidenceTo, type JudgedCase, outcome } from './judged-case.ts';

/** What each outcome costs, in answerable questions that are handed over without need. */
const costs = { handedOver: 1, wrong: 3, unmannerly: 3 };
/**
 * Of the questions that were written as ones that the facts do not answer so many may be answered; a point more costs as much as
 * 5 % of the others. Those whose facts were taken away do not count here: nobody knows what the other facts say to them.
 */
const mostAnswered = { careful: 0.03, balanced: 0.08, forthcoming: 0.16 };
const tooManyCost = 5;

function cost(judged: readonly JudgedCase[], parameters: DecisionParameters, caution: Caution): number {
  let [sum, answerable, unanswerable, answered] = [0, 0, 0, 0];
  for (const one of judged) {
    if (one.withheld) continue;
    const { grade } = outcome(one, parameters);
    if (one.group === 'not in the facts') {
      unanswerable += 1;
      // A reply is no answer: it is only not what they wanted.
      if (grade === 'answered') answered += 1;
      else if (grade !== 'handed over') sum += costs.unmannerly;
    } else if (one.group === 'answerable') {
      answerable += 1;
      sum += grade === 'right' ? 0 : grade === 'handed over' ? costs.handedOver : costs.wrong;
    } else if (grade !== 'as wanted') sum += costs.unmannerly;
  }
  return sum + tooManyCost * answerable * Math.max(0, answered / unanswerable - mostAnswered[caution]);
}

/** Fits confidence, thresholds and the way to replies; the ranking stays. */
export function fitDecision(cases: readonly JudgedCase[], ranking: DecisionParameters): DecisionParameters {
  const confidence = fitConfidenceTo(cases, ranking);
  const ways = steps(-4, 4, 0.5).flatMap((bias) => steps(0, 1.5, 0.25).map((score) => ({ bias, score })));
  const best = (caution: Caution, replies: readonly DecisionParameters['reply'][]) =>
    cheapest(
      replies.flatMap((reply) =>
        steps(0.2, 0.9, 0.02).map((threshold) => ({ ...ranking, confidence, threshold, reply })),
      ),
      (parameters) => cost(cases, parameters, caution),
    );
  const balanced = best('balanced', ways);
  const thresholdOf = (caution: Caution) => best(caution, [balanced.reply]).threshold;
  const otherThresholds = { careful: thresholdOf('careful'), forthcoming: thresholdOf('forthcoming') };
  return { ...balanced, otherThresholds };
}

function cheapest<One>(ones: readonly One[], costOf: (one: One) => number): One {
  const costs = ones.map(costOf);
  return ones[costs.indexOf(Math.min(...costs))] as One;
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

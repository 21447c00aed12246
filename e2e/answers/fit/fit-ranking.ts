import type { DecisionParameters } from '@frontdesk/answers';
import { closedList } from '../closed-list.ts';
import { grade } from '../grade.ts';
import type { OfflineCase } from './offline-set.ts';

type Ranking = Pick<DecisionParameters, 'modelWeight' | 'scoreWeight' | 'endBias' | 'firstWindow' | 'nextWindow'>;

/** Only the share of both weights matters, so one of them stands. */
const scoreWeight = 1;
const modelWeights = [0, 0.25, 0.5, 1, 2];
/** In log-odds. */
const firstWindows = [0.5, 1, 2, 4];
/** -1: never a second sentence. */
const nextWindows = [-1, 0.5, 1, 2];
const endBiases = [0, 3];
/** A sentence too many costs a reader something, a wrong answer far more. */
const irrelevantCost = 0.2;
/**
 * Of each unit of `nextWindow`, in questions: where another sentence may follow, the model has to read the first one to its end
 * before the answer may end, which is half of what an answer costs it.
 */
const readingCost = 2;

/** Chooses how quotations are ranked, on questions that the facts answer, as if all were answered. */
export async function fitRanking(
  cases: readonly OfflineCase[],
  parameters: DecisionParameters,
  onTried: (ranking: Ranking, right: number, irrelevant: number) => void,
): Promise<DecisionParameters> {
  const answerable = cases.filter(({ answer }) => answer.prepared.question.wants === 'right');
  const answering = { threshold: 0, reply: { bias: -1e9, score: 0 } };
  let best = { parameters, worth: Number.NEGATIVE_INFINITY };
  const value = async (ranking: Ranking) => {
    let [right, irrelevant] = [0, 0];
    for (const { business, answer } of answerable) {
      const { text } = await answer.answer({ ...parameters, ...answering, ...ranking });
      const graded = grade(answer.prepared.question, text, { business, list: closedList(business.name) });
      if (graded.grade === 'right') right += 1;
      if (graded.irrelevant) irrelevant += 1;
    }
    onTried(ranking, right, irrelevant);
    return right - irrelevantCost * irrelevant - readingCost * Math.max(0, ranking.nextWindow);
  };
  // First which quotation comes first, then whether another follows: one hardly depends on the other.
  const second = { nextWindow: -1, endBias: 0 };
  const firsts = modelWeights.flatMap((modelWeight) =>
    (modelWeight === 0 ? [0] : firstWindows).map((firstWindow) => ({
      ...{ modelWeight, scoreWeight, firstWindow },
      ...second,
    })),
  );
  for (const ranking of firsts) {
    const worth = await value(ranking);
    if (worth > best.worth) best = { parameters: { ...parameters, ...ranking }, worth };
  }
  const { modelWeight, firstWindow } = best.parameters;
  for (const nextWindow of nextWindows.filter((window) => window >= 0)) {
    for (const endBias of endBiases) {
      const ranking = { modelWeight, scoreWeight, firstWindow, nextWindow, endBias };
      const worth = await value(ranking);
      if (worth > best.worth) best = { parameters: { ...parameters, ...ranking }, worth };
    }
  }
  return best.parameters;
}

import { expect, it } from 'vitest';
import { type DecisionParameters, decide, defaultDecisionParameters, type Signals } from './decision.ts';
import { fitConfidence, reliability } from './fit-confidence.ts';

/** The model's log-odds count in full. */
const bound = 8;
const signalsOf = (logOdds: number, scores: number[]): Signals => ({
  branches: { answer: logOdds, 'hand-over': 0, reply: Number.NEGATIVE_INFINITY },
  scores,
  lacksKind: false,
  ownCase: 0,
  forPerson: 0,
});
const confidenceBy = (confidence: DecisionParameters['confidence']) => (signals: Signals) =>
  decide(signals, { ...defaultDecisionParameters, confidence, modelBound: bound }).confidence;

/** Numbers from 0 to 1 that look random and are the same every time (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it('finds the weights that judged questions were made with', () => {
  const truth = { bias: -2, modelLogOdds: 0.7, score: 3, margin: 1, lacksKind: -2, ownCase: -3 };
  const random = generator(7);
  const questions = Array.from({ length: 4_000 }, () => {
    const score = random();
    const signals = {
      ...signalsOf(8 * random() - 4, [score, score * random()]),
      lacksKind: random() < 0.2,
      ownCase: random(),
    };
    return { signals, right: random() < confidenceBy(truth)(signals) };
  });
  const fitted = fitConfidence(questions, bound);
  const judged = questions.map(({ signals, right }) => ({ confidence: confidenceBy(fitted)(signals), right }));
  expect(reliability(judged).error).toBeLessThan(0.05);
  const wrong = questions.map(({ signals, right }) => ({ confidence: 1 - confidenceBy(fitted)(signals), right }));
  expect(reliability(wrong).error).toBeGreaterThan(0.2);
});

it('keeps its weights finite where nothing is in doubt', () => {
  const fitted = fitConfidence(
    [
      { signals: signalsOf(3, [0.9]), right: true },
      { signals: signalsOf(-3, [0.1]), right: false },
    ],
    bound,
  );
  expect(Object.values(fitted).every(Number.isFinite)).toBe(true);
  expect(confidenceBy(fitted)(signalsOf(3, [0.9]))).toBeGreaterThan(0.8);
  expect(() => fitConfidence([], bound)).toThrow('no question');
});

it('says how far confidence is from what came of it', () => {
  const judged = [0.95, 0.95, 0.95, 0.15].map((confidence, index) => ({ confidence, right: index !== 0 }));
  const { rows, error } = reliability(judged);
  expect(rows.map(({ from, questions }) => [from, questions])).toEqual([
    [0.1, 1],
    [0.9, 3],
  ]);
  expect(error).toBeCloseTo((0.85 + 3 * (0.95 - 2 / 3)) / 4, 6);
});

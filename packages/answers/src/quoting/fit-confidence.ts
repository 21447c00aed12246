import { confidenceFeatures, confidenceKeys, type DecisionParameters, type Signals } from './decision.ts';

/** A question of which it is known whether an answer from its passages would be right. */
export interface JudgedQuestion {
  signals: Signals;
  right: boolean;
  /** How often it counts. Defaults to once. */
  weight?: number;
}

/** Keeps weights finite where right and wrong can be told apart without error. */
const ridge = 1e-2;
const mostSteps = 100;

/**
 * Fits the weights of the confidence by logistic regression (Newton's method, with a ridge). The questions must not be
 * those that it is tested on.
 *
 * @param modelBound as in DecisionParameters
 * @throws when there is no question
 */
export function fitConfidence(
  questions: readonly JudgedQuestion[],
  modelBound: number,
): DecisionParameters['confidence'] {
  if (questions.length === 0) throw new Error('there is no question to fit the confidence to');
  const rows = questions.map(({ signals, right, weight = 1 }) => {
    const features = confidenceFeatures(signals, modelBound);
    return { features: confidenceKeys.map((key) => features[key]), right: right ? 1 : 0, weight };
  });
  let weights: number[] = confidenceKeys.map(() => 0);
  for (let step = 0; step < mostSteps; step += 1) {
    const gradient = weights.map((weight) => -ridge * weight);
    const hessian = weights.map((_, row) => weights.map((_, column) => (row === column ? ridge : 0)));
    for (const { features, right, weight } of rows) {
      const probability = logistic(dot(weights, features));
      for (const [row, feature] of features.entries()) {
        gradient[row] = (gradient[row] ?? 0) + weight * (right - probability) * feature;
        for (const [column, other] of features.entries()) {
          const line = hessian[row] as number[];
          line[column] = (line[column] ?? 0) + weight * probability * (1 - probability) * feature * other;
        }
      }
    }
    const change = solve(hessian, gradient);
    weights = weights.map((weight, index) => weight + (change[index] ?? 0));
    if (Math.max(...change.map(Math.abs)) < 1e-9) break;
  }
  return Object.fromEntries(
    confidenceKeys.map((key, index) => [key, weights[index] ?? 0]),
  ) as unknown as DecisionParameters['confidence'];
}

export interface ReliabilityRow {
  /** Confidences from here, to a tenth more. */
  from: number;
  questions: number;
  meanConfidence: number;
  /** Part of them that is right. */
  right: number;
}

/** How far confidences are from what came of them, by tenths, and the expected calibration error (Naeini et al. 2015). */
export function reliability(judged: readonly { confidence: number; right: boolean }[]): {
  rows: ReliabilityRow[];
  error: number;
} {
  const rows = Array.from({ length: 10 }, (_, tenth): ReliabilityRow => {
    const within = judged.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return {
      from: tenth / 10,
      questions: within.length,
      meanConfidence: mean(within.map(({ confidence }) => confidence)),
      right: mean(within.map(({ right }) => (right ? 1 : 0))),
    };
  }).filter(({ questions }) => questions > 0);
  const distance = rows.reduce((sum, row) => sum + row.questions * Math.abs(row.meanConfidence - row.right), 0);
  return { rows, error: distance / Math.max(1, judged.length) };
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** Solves a positive definite system by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], values: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, values[index] ?? 0]);
  const size = rows.length;
  for (const [pivot, pivotRow] of rows.entries()) {
    const scale = pivotRow[pivot] ?? 1;
    for (let column = pivot; column <= size; column += 1) pivotRow[column] = (pivotRow[column] ?? 0) / scale;
    for (const [index, row] of rows.entries()) {
      const factor = row[pivot] ?? 0;
      if (index === pivot || factor === 0) continue;
      for (let column = pivot; column <= size; column += 1)
        row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0);
    }
  }
  return rows.map((row) => row[size] ?? 0);
}

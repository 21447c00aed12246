import decisionParameters from './decision-parameters.json' with { type: 'json' };
import { boundedLogOdds, logOddsOf, maxLogOdds } from './log-odds.ts';
import type { Branch } from './quote-grammar.ts';

/** Weights between the model's opinion and retrieval's. Scores are passages' probabilities, read as log-odds. */
export interface DecisionParameters {
  /** A logistic regression: the probability that an answer from these passages is right. */
  confidence: {
    bias: number;
    /** Of the model's logarithm of P(answer) / P(hand over) at the first token, within ±maxLogOdds. */
    modelLogOdds: number;
    /** Of the best passage's score, as log-odds. */
    score: number;
    /** Of its distance to the second best's. */
    margin: number;
    /** Where the best passage has nothing of the kind that the question asks for, such as a price. */
    lacksKind: number;
    /** Of the probability that the customer's own order, booking or account is meant. */
    ownCase: number;
  };
  /** Below this confidence nothing is quoted. */
  threshold: number;
  /** A reply is given when the model's log-odds of it against the rest, plus bias, exceed `score` times the best score. */
  reply: { bias: number; score: number };
  /** Of the model's log-probabilities where quotations are ranked. 0: by retrieval alone. */
  modelWeight: number;
  /** Of the quotations' scores there. 0: by the model alone. */
  scoreWeight: number;
  /** Added to the logit of the end where another quotation could follow. */
  endBias: number;
  /** As in QuoteGrammarOptions. */
  firstWindow: number;
  nextWindow: number;
}

/** What `npm run bench:answers` uses, and the worker. */
export const defaultDecisionParameters: DecisionParameters = decisionParameters;

/** What is known before the first word. */
export interface Signals {
  /** The model's log-probability of each branch at the first token; -Infinity where there is none. */
  branches: Readonly<Record<Branch, number>>;
  /** Scores of the passages, best first. */
  scores: readonly number[];
  /** As {@link lacksKindAskedFor} says of the best passage. */
  lacksKind: boolean;
  ownCase: number;
}

export interface Decision {
  branch: Branch;
  /** Probability that an answer from the passages would be right, whatever the branch. */
  confidence: number;
}

export const confidenceKeys = ['bias', 'modelLogOdds', 'score', 'margin', 'lacksKind', 'ownCase'] as const;

/** What the confidence is computed from. */
export type ConfidenceFeatures = Readonly<Record<keyof DecisionParameters['confidence'], number>>;

export function confidenceFeatures({ branches, scores, lacksKind, ownCase }: Signals): ConfidenceFeatures {
  const [best = -maxLogOdds, second = -maxLogOdds] = scores.map(logOddsOf);
  const logOdds = branches.answer - branches['hand-over'];
  const bounded = Number.isNaN(logOdds) ? -maxLogOdds : boundedLogOdds(logOdds);
  const beside = { lacksKind: lacksKind ? 1 : 0, ownCase };
  return { bias: 1, modelLogOdds: bounded, score: best, margin: best - second, ...beside };
}

/** Decides how an answer begins. */
export function decide(signals: Signals, { confidence: weights, threshold, reply }: DecisionParameters): Decision {
  const features = confidenceFeatures(signals);
  const sum = confidenceKeys.reduce((sum, key) => sum + weights[key] * features[key], 0);
  const confidence = signals.branches.answer === Number.NEGATIVE_INFINITY ? 0 : 1 / (1 + Math.exp(-sum));
  const { branches } = signals;
  const replyLogOdds = branches.reply - logSumExp([branches.answer, branches['hand-over']]);
  if (replyLogOdds + reply.bias > reply.score * features.score) return { branch: 'reply', confidence };
  return { branch: confidence >= threshold ? 'answer' : 'hand-over', confidence };
}

/** The logarithm of the sum of e^x. */
export function logSumExp(values: readonly number[]): number {
  const highest = Math.max(...values);
  if (!Number.isFinite(highest)) return highest;
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

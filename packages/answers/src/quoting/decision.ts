import type { Caution } from '@frontdesk/protocol';
import decisionParameters from './decision-parameters.json' with { type: 'json' };
import { lacksKindAskedFor } from './kind-asked-for.ts';
import { logOddsOf, maxLogOdds } from './log-odds.ts';
import type { Branch } from './quote-grammar.ts';

/** Weights between the model's opinion and retrieval's. Scores are passages' probabilities, read as log-odds. */
export interface DecisionParameters {
  /** A logistic regression: the probability that an answer from these passages is right. */
  confidence: {
    bias: number;
    /** Of the model's logarithm of P(answer) / P(hand over) at the first token, within ±modelBound. */
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
  /** Beyond, the model's log-odds count for no more: it is less sure than it says. */
  modelBound: number;
  /** Below this confidence nothing is quoted. */
  threshold: number;
  /** In its place where a site wants more certainty, or less. Without them all sites are alike. */
  otherThresholds?: Readonly<Record<Exclude<Caution, 'balanced'>, number>> | undefined;
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
  /** Whether the model is asked only where what it says could change the decision. */
  asksInDoubtOnly: boolean;
}

/** What `npm run bench:answers` uses, and the worker. */
export const defaultDecisionParameters: DecisionParameters = decisionParameters;

/** As a site wants it. */
export function withCaution(parameters: DecisionParameters, caution: Caution): DecisionParameters {
  if (caution === 'balanced') return parameters;
  return { ...parameters, threshold: parameters.otherThresholds?.[caution] ?? parameters.threshold };
}

/** What is known before the model is asked. */
export interface Evidence {
  /** Scores of the passages, best first. */
  scores: readonly number[];
  /** As {@link lacksKindAskedFor} says of the best passage. */
  lacksKind: boolean;
  ownCase: number;
  /** Probability that a person has to see the message, whatever the passages say: an emergency, a wish for one. */
  forPerson: number;
}

/** @param passages that were found, best first */
export function evidenceOf(
  { question, ownCase = 0, forPerson = 0 }: { question: string; ownCase?: number; forPerson?: number },
  passages: readonly { text: string; score: number }[],
): Evidence {
  const lacksKind = lacksKindAskedFor(question, passages[0]?.text ?? '');
  return { scores: passages.map(({ score }) => score), lacksKind, ownCase, forPerson };
}

/** What is known before the first word. */
export interface Signals extends Evidence {
  /** The model's log-probability of each branch at the first token; -Infinity where there is none. */
  branches: Readonly<Record<Branch, number>>;
}

export interface Decision {
  branch: Branch;
  /** Probability that an answer from the passages would be right, whatever the branch. */
  confidence: number;
}

export const confidenceKeys = ['bias', 'modelLogOdds', 'score', 'margin', 'lacksKind', 'ownCase'] as const;

/** What the confidence is computed from. */
export type ConfidenceFeatures = Readonly<Record<keyof DecisionParameters['confidence'], number>>;

/** @param modelBound as in DecisionParameters */
export function confidenceFeatures({ branches, ...evidence }: Signals, modelBound: number): ConfidenceFeatures {
  const logOdds = branches.answer - branches['hand-over'];
  return featuresOf(
    evidence,
    Number.isNaN(logOdds) ? -modelBound : Math.max(-modelBound, Math.min(modelBound, logOdds)),
  );
}

function featuresOf({ scores, lacksKind, ownCase }: Evidence, modelLogOdds: number): ConfidenceFeatures {
  const [best = -maxLogOdds, second = -maxLogOdds] = scores.map(logOddsOf);
  return { bias: 1, modelLogOdds, score: best, margin: best - second, lacksKind: lacksKind ? 1 : 0, ownCase };
}

function confidenceOf(features: ConfidenceFeatures, weights: DecisionParameters['confidence']): number {
  return 1 / (1 + Math.exp(-confidenceKeys.reduce((sum, key) => sum + weights[key] * features[key], 0)));
}

/** Decides how an answer begins. */
export function decide(signals: Signals, parameters: DecisionParameters): Decision {
  const { confidence: weights, modelBound, threshold, reply } = parameters;
  const features = confidenceFeatures(signals, modelBound);
  const confidence = signals.branches.answer === Number.NEGATIVE_INFINITY ? 0 : confidenceOf(features, weights);
  const { branches } = signals;
  const replyLogOdds = branches.reply - logSumExp([branches.answer, branches['hand-over']]);
  if (replyLogOdds + reply.bias > reply.score * features.score) return { branch: 'reply', confidence };
  return { branch: confidence >= threshold ? 'answer' : 'hand-over', confidence };
}

/**
 * Decides without the model, where it would be answered from the passages however much the model wished to hand over. Of 576 such
 * questions of the calibration the model took none for small talk. The confidence is that of a model that is of two minds.
 *
 * @returns undefined where the model has to be asked; so it is where a person may have to see the message
 */
export function decideAlone(
  evidence: Evidence,
  { confidence: weights, modelBound, threshold, asksInDoubtOnly }: DecisionParameters,
): Decision | undefined {
  const against = -Math.sign(weights.modelLogOdds) * modelBound;
  if (!asksInDoubtOnly || evidence.forPerson > MAYBE_FOR_PERSON) return undefined;
  if (confidenceOf(featuresOf(evidence, against), weights) < threshold) return undefined;
  return { branch: 'answer', confidence: confidenceOf(featuresOf(evidence, 0), weights) };
}

/** Decides by what was found alone, whatever the model would say: the confidence is that of a model that is of two minds. */
export function decideByRetrieval(
  evidence: Evidence,
  { confidence: weights, threshold }: DecisionParameters,
): Decision {
  const confidence = evidence.scores.length === 0 ? 0 : confidenceOf(featuresOf(evidence, 0), weights);
  return { branch: confidence >= threshold ? 'answer' : 'hand-over', confidence };
}

/** From here on a person may have to see the message. */
export const MAYBE_FOR_PERSON = 0.3;

/** The logarithm of the sum of e^x. */
export function logSumExp(values: readonly number[]): number {
  const highest = Math.max(...values);
  if (!Number.isFinite(highest)) return highest;
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

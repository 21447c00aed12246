import { leadInsForAll, type Reply } from '../replies/reply-list.ts';
import {
  type Decision,
  type DecisionParameters,
  decide,
  decideAlone,
  type Evidence,
  evidenceOf,
  logSumExp,
  type Signals,
} from './decision.ts';
import { type FoundPassage, type Quotable, quotablesOf, quotedTogether } from './quotable-passages.ts';
import { type Branch, QuoteGrammar, type QuoteGrammarOptions, type Said } from './quote-grammar.ts';

export interface QuoteDecoderOptions extends Omit<QuoteGrammarOptions, 'quotables' | 'firstWindow' | 'nextWindow'> {
  question: string;
  /** That were found for it, best first. */
  passages: readonly FoundPassage[];
  /** Where it was decided by what was found alone: the passages are quoted one after the other. */
  decided?: DecidedQuotes | undefined;
  /** Probability that the customer's own order, booking or account is meant. Defaults to 0. */
  ownCase?: number;
  /** As in Evidence. Defaults to 0. */
  forPerson?: number;
}

/** What is left of an answer when nothing is left to decide (`answerEach`). */
export interface DecidedQuotes {
  confidence: number;
  /** Said behind the passages, where more was asked than they answer. */
  rest?: Reply | undefined;
}

/** What is known so surely is said straight out: of what was quoted at this confidence and above it 99 % was right. */
const needsNoLeadIn = 0.9;

/**
 * Makes one answer in mode quote: gives the engine what may follow, and chooses among it by the model's logits and the
 * passages' scores. The branch is decided on the logits that the first token needs anyway. Where no logits could change it
 * the choices are made here, by the scores alone, so that the engine has nothing to run. The same logits give the same answer.
 */
export class QuoteDecoder {
  readonly #grammar: QuoteGrammar;
  readonly #evidence: Evidence;
  readonly #parameters: DecisionParameters;
  readonly #endId: number;
  /** Of an answer that is made without the model: its lead-in, empty where it needs none. */
  readonly #leadIn: readonly number[] | undefined;
  #decision: Decision | undefined;
  #signals: Signals | undefined;

  /** @throws when not even one reply fits */
  constructor(options: QuoteDecoderOptions, parameters: DecisionParameters) {
    const { firstWindow, nextWindow } = parameters;
    const { question, passages, decided, list, encode } = options;
    const quotables = decided ? together(options, decided) : quotablesOf(passages, { asked: question });
    this.#evidence = evidenceOf(options, passages);
    this.#parameters = parameters;
    this.#endId = options.endId;
    const alone = quotables.length > 0 ? decidedAlone(this.#evidence, decided, parameters) : undefined;
    const mayBeginQuoting = list.leadIns.length > 0 && (alone?.confidence ?? 0) >= needsNoLeadIn;
    this.#grammar = new QuoteGrammar({ ...options, quotables, firstWindow, nextWindow, mayBeginQuoting });
    if (this.#grammar.mayQuote) this.#decision = alone;
    const { beginsQuoting } = this.#grammar;
    const leadIns = this.#decision && !beginsQuoting ? leadInsForAll(list) : [];
    // Not always the same.
    const leadIn = leadIns[question.length % Math.max(1, leadIns.length)];
    this.#leadIn = leadIn ? encode(leadIn.text) : this.#decision && beginsQuoting ? [] : undefined;
  }

  /** What was decided; where the model has a say, at the first token: undefined before, and for an answer that was begun elsewhere. */
  get decision(): Decision | undefined {
    return this.#decision;
  }

  /** What it was decided on, where the model had a say. */
  get signals(): Signals | undefined {
    return this.#signals;
  }

  /** What an answer's ids say; undefined for ids that are no whole answer. */
  said(ids: readonly number[]): Said | undefined {
    return this.#grammar.said(ids);
  }

  /** For the engine's request. */
  readonly allowedNext = (generatedIds: readonly number[]): readonly number[] => {
    const allowed = this.#grammar.allowedNext(generatedIds);
    if (allowed.length < 2 || this.#leadIn === undefined) return allowed;
    return [this.#chooseAlone(allowed, this.#leadIn[generatedIds.length])];
  };

  /** For the engine's request. */
  readonly choose = (allowed: readonly number[], logits: Float32Array): number => {
    const { branches, scores } = this.#grammar.options;
    const logit = (id: number) => Math.max(logits[id] ?? -1e9, -1e9);
    if (branches) {
      const { branch } = this.#decide(branches, logit);
      const leadThere = allowed.filter((id) => branches.get(id) === branch);
      // A site's own list may lack a branch.
      return best(leadThere.length > 0 ? leadThere : allowed, logit);
    }
    const { modelWeight, scoreWeight, endBias } = this.#parameters;
    if (scores.size === 0) return best(allowed, logit);
    const quotations = allowed.filter((id) => id !== this.#endId);
    // Whether to go on is the model's to say; with what, both.
    if (quotations.length < allowed.length && logit(this.#endId) + endBias >= Math.max(...quotations.map(logit))) {
      return this.#endId;
    }
    return best(quotations, (id) => modelWeight * logit(id) + scoreWeight * (scores.get(id) ?? 0));
  };

  /** @param leadIn its id at this place */
  #chooseAlone(allowed: readonly number[], leadIn: number | undefined): number {
    const { scores } = this.#grammar.options;
    if (leadIn !== undefined && allowed.includes(leadIn)) return leadIn;
    // One sentence answers.
    if (allowed.includes(this.#endId)) return this.#endId;
    return best(allowed, (id) => scores.get(id) ?? Number.NEGATIVE_INFINITY);
  }

  #decide(branches: ReadonlyMap<number, Branch>, logit: (id: number) => number): Decision {
    const all = logSumExp([...branches.keys()].map(logit));
    const logProbability = (branch: Branch) =>
      logSumExp([...branches].filter(([, leadsTo]) => leadsTo === branch).map(([id]) => logit(id))) - all;
    const signals: Signals = {
      branches: {
        answer: logProbability('answer'),
        'hand-over': logProbability('hand-over'),
        reply: logProbability('reply'),
      },
      ...this.#evidence,
    };
    const decision = decide(signals, this.#parameters);
    this.#signals = signals;
    this.#decision = decision;
    return decision;
  }
}

function decidedAlone(
  evidence: Evidence,
  decided: DecidedQuotes | undefined,
  parameters: DecisionParameters,
): Decision | undefined {
  return decided ? { branch: 'answer', confidence: decided.confidence } : decideAlone(evidence, parameters);
}

function together({ passages, question }: QuoteDecoderOptions, { rest }: DecidedQuotes): Quotable[] {
  const quoted = quotedTogether(passages, question);
  if (!quoted) return [];
  return [rest ? { ...quoted, text: `${quoted.text} ${rest.text}` } : quoted];
}

function best(ids: readonly number[], value: (id: number) => number): number {
  return ids.reduce((first, id) => (value(id) > value(first) ? id : first));
}

import { Reference } from '@frontdesk/engine/testing';
import type { PreparedModel } from '../../prepared-model.ts';
import { compare, type Deviation, logProbabilityOf, type Standing } from './teacher-forcing.ts';
import type { Answer, Ways } from './ways.ts';

/** Where the likeliest ids are closer than that, the order in which numbers are added up may decide. */
export const NEAR_TIE_GAP = 0.1;
/** Prompts whose answers may have a near-tie, of all. */
export const NEAR_TIE_SHARE = 0.03;
/** How far log-probabilities may be from the reference's, in natural logarithms: logits are, and what is added up of them. */
export const TOLERANCE = 1e-3;

/** The least share of the greedy ids of the model in use that the one without rounding takes too; 89.3 and 89.7 % measured. */
const LEAST_AGREEMENT = 0.86;
/**
 * How far its log-probabilities of a given text may be from those without rounding, root mean square; 0.29 measured. How
 * much it knows of the text is told beside it and not judged: rounding can raise that, too.
 */
const MOST_TEXT_ERROR = 0.3;
/** Of fewer ids chance decides: as many as 100 prompts have. */
const AGREEMENT_FROM_IDS = 1000;

export interface Findings {
  prompts: number;
  ids: number;
  /** Ids that are the reference's likeliest. */
  equalIds: number;
  nearTies: ({ prompt: number } & Deviation)[];
  /** Deviations that are none. */
  failures: ({ prompt: number } & Deviation)[];
  /** Of log-probabilities. */
  rmsError: number;
  largestError: number;
  cachedShare: number;
  forcedIds: number;
  guessedIds: number;
}

/** The plain path, asked once for each text. */
export class Examiner {
  readonly #reference: Reference;
  readonly #rows = new Map<string, Promise<Float32Array[]>>();

  private constructor(reference: Reference) {
    this.#reference = reference;
  }

  static async load({ modelPath, manifest }: PreparedModel): Promise<Examiner> {
    return new Examiner(await Reference.load(modelPath, manifest.architecture));
  }

  /** Compares every answer with what the plain path says to the same ids, all of them read in one run. */
  async examine(prompts: readonly number[][], answersByWay: readonly (readonly Answer[])[]): Promise<Findings[]> {
    const standings: Standing[][] = answersByWay.map(() => []);
    for (const [prompt, promptIds] of prompts.entries()) {
      for (const [way, answers] of answersByWay.entries()) {
        const { ids, told } = answers[prompt] as Answer;
        const rows = await this.#logits(promptIds, ids);
        standings[way]?.push(compare(ids, told, rows));
      }
      // Ways to the same answer share the run; other prompts need none of it.
      this.#rows.clear();
    }
    return answersByWay.map((answers, way) => summarise(answers, standings[way] as Standing[]));
  }

  /** The same of all ways, by name. */
  async examineWays(prompts: readonly number[][], ways: Ways): Promise<Record<keyof Ways, Findings>> {
    const examined = await this.examine(prompts, Object.values(ways));
    const named = Object.keys(ways).map((way, index) => [way, examined[index]]);
    return Object.fromEntries(named) as Record<keyof Ways, Findings>;
  }

  /** The log-probability of each token after the first `skip`. */
  async logProbabilities(window: readonly number[], skip: number): Promise<number[]> {
    const rows = await this.#logits(window.slice(0, skip), window.slice(skip));
    return window.slice(skip).map((id, index) => logProbabilityOf(rows[index] as Float32Array, id));
  }

  #logits(promptIds: readonly number[], ids: readonly number[]): Promise<Float32Array[]> {
    const key = ids.join();
    let rows = this.#rows.get(key);
    if (!rows) {
      const read = [...promptIds, ...ids.slice(0, -1)];
      rows = this.#reference.logits(read, Math.max(1, ids.length));
      this.#rows.set(key, rows);
    }
    return rows;
  }
}

function summarise(answers: readonly Answer[], standings: readonly Standing[]): Findings {
  const deviations = standings.flatMap(({ deviations }, prompt) =>
    deviations.map((deviation) => ({ prompt, ...deviation })),
  );
  const errors = standings.flatMap((standing) => standing.errors);
  const ids = sum(answers.map((answer) => answer.ids.length));
  return {
    prompts: answers.length,
    ids,
    equalIds: ids - deviations.length,
    nearTies: deviations.filter(({ gap }) => gap <= NEAR_TIE_GAP),
    failures: deviations.filter(({ gap }) => !(gap <= NEAR_TIE_GAP)),
    rmsError: Math.sqrt(sum(errors.map((error) => error * error)) / errors.length),
    largestError: errors.reduce((largest, error) => Math.max(largest, Math.abs(error)), 0),
    cachedShare: sum(answers.map((answer) => answer.cachedTokens)) / sum(answers.map((answer) => answer.promptTokens)),
    forcedIds: sum(answers.map((answer) => answer.forcedTokens)),
    guessedIds: sum(answers.map((answer) => answer.guessedTokens)),
  };
}

/** How far a way may be from the plain path. */
export interface Limits {
  nearTieShare: number;
  tolerance: number;
}

const exactLimits: Limits = { nearTieShare: NEAR_TIE_SHARE, tolerance: TOLERANCE };

/** What is wrong with a way; nothing: the engine's answers are the plain path's. */
export function problemsOf(
  { prompts, failures, nearTies, largestError }: Findings,
  { nearTieShare, tolerance } = exactLimits,
): string[] {
  const problems = failures.map(({ prompt, position, id, likeliest, gap }) => {
    const there = `prompt ${prompt}, id ${position}`;
    return `${there}: ${id} instead of ${likeliest}, whose logit is higher by ${gap.toFixed(3)}`;
  });
  const tied = new Set(nearTies.map(({ prompt }) => prompt)).size;
  // Of few prompts one may always be a near-tie.
  if (tied > Math.max(1, nearTieShare * prompts))
    problems.push(`near-ties in the answers to ${tied} of ${prompts} prompts`);
  if (!(largestError <= tolerance)) problems.push(`log-probabilities differ by up to ${largestError.toExponential(1)}`);
  return problems;
}

/** What is wrong with all ways together, each named; also with what a way is called after. */
export function problemsOfWays(findings: Record<keyof Ways, Findings>, limits?: Limits): string[] {
  const problems = Object.entries(findings).flatMap(([way, found]) =>
    problemsOf(found, limits).map((what) => `${way}: ${what}`),
  );
  if (!(findings.cached.cachedShare > 0.3)) problems.push('cached: little came from the cache');
  if (!findings.jumped.forcedIds) problems.push('jumped: nothing was forced');
  if (!findings.guessed.guessedIds) problems.push('guessed: no guess came true');
  return problems;
}

/** What rounding costs the model in use. */
export interface Loss {
  ids: number;
  /** Ids that are the likeliest without rounding, too. */
  equalShare: number;
  /** Of log-probabilities of a given text, root mean square. */
  textError: number;
}

/** Where rounding costs more than it may. */
export function problemsOfLoss({ ids, equalShare, textError }: Loss): string[] {
  const problems: string[] = [];
  if (ids >= AGREEMENT_FROM_IDS && !(equalShare >= LEAST_AGREEMENT))
    problems.push(`only ${percent(equalShare)} of the greedy ids are the likeliest without rounding`);
  if (!(textError <= MOST_TEXT_ERROR))
    problems.push(`log-probabilities of a text differ by ${textError.toFixed(2)} (root mean square)`);
  return problems;
}

export const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

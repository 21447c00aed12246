import { createEngine, type Engine } from '@frontdesk/engine';
import type { PreparedModel } from '@frontdesk/models';
import { MAX_TOKENS, type Prepared } from './questions.ts';
import { requestOf, type Way } from './ways.ts';

/** What answering some questions came to. */
export interface Pace {
  tokens: number;
  ms: number;
}

interface StepEnd {
  kind: 'chunk' | 'decode';
  sequences: number;
  at: number;
}

/** One way of answering, with an engine and a prefix cache of its own: no way finds what another has read. */
export class Side {
  readonly way: Way;
  readonly engine: Engine;
  readonly #stopIds: readonly number[];
  readonly #steps: StepEnd[];

  static async open(way: Way, { modelPath, manifest }: PreparedModel, slots: number, threads: number): Promise<Side> {
    const steps: StepEnd[] = [];
    const engine = await createEngine({
      ...{ modelPath, architecture: manifest.architecture, slots, threads, capacityTokens: 1_024 },
      // A step is to be one token.
      maxGuessedTokens: 0,
      onStep: ({ kind, sequences }) => steps.push({ kind, sequences, at: performance.now() }),
    });
    await engine.warmUp();
    return new Side(way, engine, manifest.eosTokenIds, steps);
  }

  private constructor(way: Way, engine: Engine, stopIds: readonly number[], steps: StepEnd[]) {
    this.way = way;
    this.engine = engine;
    this.#stopIds = stopIds;
    this.#steps = steps;
  }

  /** Time to the first word, from when the question came. */
  async firstWordMs(prepareQuestion: () => Promise<Prepared>): Promise<number> {
    const startedAt = performance.now();
    const steps = this.engine.generate(requestOf(this.way, await prepareQuestion(), this.#stopIds));
    await steps.next();
    const firstAt = performance.now();
    // It ends the answer.
    await steps.return(undefined as never);
    return firstAt - startedAt;
  }

  /** Answers all questions, so many at a time; the next one begins when one ends. */
  async answerAll(questions: readonly Prepared[], together: number): Promise<Pace> {
    let next = 0;
    let tokens = 0;
    const startedAt = performance.now();
    const worker = async () => {
      for (let question = questions[next++]; question; question = questions[next++]) {
        for await (const { ids } of this.engine.generate(requestOf(this.way, question, this.#stopIds))) {
          tokens += ids.length;
        }
      }
    };
    await Promise.all(Array.from({ length: together }, worker));
    return { tokens, ms: performance.now() - startedAt };
  }

  /** Mean time of a decode step that all questions take part in: the run, the choice, and all that lies between. */
  async stepMs(questions: readonly Prepared[], steps: number): Promise<number> {
    for (const { promptIds } of questions) await this.engine.warm(promptIds);
    this.#steps.length = 0;
    // Those that begin first have more to say, so that all are there for `steps` steps.
    const maxTokens = Math.min(MAX_TOKENS, steps + 2 * questions.length);
    const answer = async (question: Prepared) => {
      // The model alone is not let end: what it says does not matter here.
      const stopIds = this.way === 'free' ? [] : this.#stopIds;
      const request = { ...requestOf(this.way, question, stopIds), maxTokens };
      for await (const _ of this.engine.generate(request));
    };
    await Promise.all(questions.map(answer));
    const gaps = this.#steps.flatMap(({ kind, sequences, at }, index) => {
      const before = this.#steps[index - 1];
      const isFull = kind === 'decode' && sequences === questions.length;
      return isFull && before?.kind === 'decode' && before.sequences === sequences ? [at - before.at] : [];
    });
    if (gaps.length < 4) throw new Error(`${questions.length} sequences made only ${gaps.length} steps together`);
    return gaps.slice(0, steps).reduce((sum, gap) => sum + gap, 0) / Math.min(steps, gaps.length);
  }
}

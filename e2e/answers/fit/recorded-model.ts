import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Engine } from '@frontdesk/engine';

/** Logits of some ids of the vocabulary. */
export type SomeLogits = ReadonlyMap<number, number>;

type Recording = Record<string, [ids: number[], logits: number[]]>;

/**
 * A model whose logits are kept: what was asked once, with the same prompt and the same ids after it, is not run again. So
 * thousands of parameters can be tried on answers of which the model made each turn once.
 */
export class RecordedModel {
  readonly #engine: Engine;
  readonly #file: string;
  readonly #recording: Recording;

  private constructor(engine: Engine, file: string, recording: Recording) {
    this.#engine = engine;
    this.#file = file;
    this.#recording = recording;
  }

  /** @param file where a recording of this very model is kept; made if there is none */
  static async open(engine: Engine, file: string): Promise<RecordedModel> {
    const recording = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
    return new RecordedModel(engine, file, recording as Recording);
  }

  /**
   * The logits after `promptIds` and `generatedIds`.
   * @param wanted the ids whose logits are kept
   */
  async logitsAfter(
    promptIds: readonly number[],
    generatedIds: readonly number[],
    wanted: readonly number[],
  ): Promise<SomeLogits> {
    const ids = [...promptIds, ...generatedIds];
    const key = createHash('sha256').update(ids.join(' ')).digest('base64url').slice(0, 22);
    const kept = this.#recording[key];
    if (kept && wanted.every((id) => kept[0].includes(id)))
      return new Map(kept[0].map((id, index) => [id, kept[1][index] as number]));
    const logits = await this.#run(ids, wanted);
    this.#recording[key] = [[...logits.keys()], [...logits.values()].map((logit) => Math.round(logit * 1e3) / 1e3)];
    return logits;
  }

  async save(): Promise<void> {
    await writeFile(this.#file, JSON.stringify(this.#recording));
  }

  async #run(promptIds: readonly number[], wanted: readonly number[]): Promise<SomeLogits> {
    const found = new Map<number, number>();
    const sequence = this.#engine.generate({
      ...{ promptIds, maxTokens: 1, temperature: 0, topP: 1, seed: 0, stopIds: [] },
      allowedNext: () => wanted,
      choose: (allowed, logits) => {
        for (const id of allowed) found.set(id, logits[id] as number);
        return allowed[0];
      },
    });
    for await (const _ of sequence);
    return found;
  }
}

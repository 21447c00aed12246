import type { Engine } from '@frontdesk/engine';

/**
 * What an engine's model makes of text that is given: the log-probability of each token of `window` after the first
 * `skip`, which are the prompt. One of two ids may follow at each place, and the other is forbidden by its bias: so the
 * engine takes the given one, and tells how likely it was.
 */
export async function scoreText(engine: Engine, window: readonly number[], skip: number): Promise<number[]> {
  const given = window.slice(skip);
  const forbidden = lowestMissing(given);
  const scores: number[] = [];
  const steps = engine.generate({
    promptIds: window.slice(0, skip),
    maxTokens: given.length,
    ...{ temperature: 0, topP: 1, seed: 0, stopIds: [], logProbabilities: 1 },
    logitBias: new Map([[forbidden, Number.NEGATIVE_INFINITY]]),
    allowedNext: ({ length }) => {
      const id = given[length];
      return id === undefined ? [] : [forbidden, id].sort((a, b) => a - b);
    },
  });
  for await (const { logProbabilities } of steps) {
    for (const entry of logProbabilities ?? []) scores.push(entry?.taken ?? Number.NaN);
  }
  return scores;
}

/** An id that the text does not have; what little probability it has is lost to the others. */
function lowestMissing(ids: readonly number[]): number {
  let id = 0;
  while (ids.includes(id)) id++;
  return id;
}

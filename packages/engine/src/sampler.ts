import { EngineError } from './engine-error.ts';
import { randomAt } from './random.ts';

export interface Sampling {
  /** 0 takes the likeliest id. */
  temperature: number;
  /** Ids are drawn from the likeliest ones that together have at least this probability; 1: from all. */
  topP: number;
  seed: number;
}

/**
 * Ids less likely than the likeliest by this factor (e^-20) are not drawn: over 49,152 ids they have at most 0.01 % of
 * the probability together, and leaving them out saves an exponential for nearly every id of the vocabulary.
 */
const NEGLIGIBLE_LOGIT_GAP = 20;

/**
 * Draws the id that follows. The same logits, sampling and position give the same id; of equal logits the lower id counts
 * as the likelier.
 *
 * @param logits one per id of the vocabulary, not normalised
 * @param position index of the drawn id among those of its sequence; chooses the random number
 * @throws EngineError `native_failure` if no logit is a number
 */
export function sample(logits: Float32Array, { temperature, topP, seed }: Sampling, position: number): number {
  const best = argmax(logits);
  if (temperature === 0) return best;

  const highest = logits[best] as number;
  const threshold = highest - NEGLIGIBLE_LOGIT_GAP * temperature;
  const ids: number[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (logit >= threshold) {
      const weight = Math.exp((logit - highest) / temperature);
      ids.push(id);
      weights.push(weight);
      total += weight;
    }
  }
  const drawn = randomAt(seed, position);
  return topP < 1 ? drawFromNucleus(ids, weights, topP * total, drawn) : draw(ids, weights, total * drawn);
}

/** @throws EngineError `native_failure` if no logit is a number */
function argmax(logits: Float32Array): number {
  let best = -1;
  let highest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (logit > highest) {
      highest = logit;
      best = id;
    }
  }
  if (best < 0) throw new EngineError('native_failure', 'the model gave no number as logit');
  return best;
}

/** The id whose part of the summed-up weights holds `point`. */
function draw(ids: readonly number[], weights: readonly number[], point: number): number {
  let sum = 0;
  for (let index = 0; index < ids.length; index++) {
    sum += weights[index] as number;
    if (point < sum) return ids[index] as number;
  }
  // Rounding may leave the point at the very end.
  return ids[ids.length - 1] as number;
}

/**
 * Draws from the smallest set of likeliest ids whose weights reach `mass`. A heap gives them in order: it costs a pass
 * over the candidates and little per id taken, where a sort would pay for all.
 */
function drawFromNucleus(ids: number[], weights: readonly number[], mass: number, drawn: number): number {
  const heap = ids.map((_, index) => index);
  const before = (a: number, b: number) => {
    const difference = (weights[b] as number) - (weights[a] as number);
    return difference < 0 || (difference === 0 && a < b);
  };
  for (let root = (heap.length >> 1) - 1; root >= 0; root--) sink(heap, root, heap.length, before);

  const nucleusIds: number[] = [];
  const nucleusWeights: number[] = [];
  let sum = 0;
  for (let left = heap.length; left > 0 && sum < mass; left--) {
    const likeliest = heap[0] as number;
    nucleusIds.push(ids[likeliest] as number);
    nucleusWeights.push(weights[likeliest] as number);
    sum += weights[likeliest] as number;
    heap[0] = heap[left - 1] as number;
    sink(heap, 0, left - 1, before);
  }
  return draw(nucleusIds, nucleusWeights, sum * drawn);
}

function sink(heap: number[], start: number, length: number, before: (a: number, b: number) => boolean): void {
  const item = heap[start] as number;
  let parent = start;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= length) break;
    if (child + 1 < length && before(heap[child + 1] as number, heap[child] as number)) child++;
    if (!before(heap[child] as number, item)) break;
    heap[parent] = heap[child] as number;
    parent = child;
  }
  heap[parent] = item;
}

import type { ReadStates } from '@frontdesk/engine';
import type { ReaderHead } from '@frontdesk/models';
import type { MessageKinds } from './message-reader.ts';

/** Of two sequences one, cut to `most`, that ends as the second does. */
export function joinIds(first: readonly number[], second: readonly number[], most: number): number[] {
  const room = most - first.length;
  return [...first, ...(second.length > room ? [...second.slice(0, room - 1), second.at(-1) as number] : second)];
}

/** Softmax over the outputs after the first. */
export function kindsOf(kinds: readonly string[], outputs: Float32Array): MessageKinds {
  const highest = Math.max(...outputs.subarray(1));
  const weights = kinds.map((_, index) => Math.exp((outputs[index + 1] as number) - highest));
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(kinds.map((kind, index) => [kind, (weights[index] as number) / sum]));
}

/**
 * The first token's state through the head; for a pair the likeness of its two texts is added to the first output. A text alone of
 * a head that knows no kinds of message has its vector instead: the mean of its states.
 */
export function readOutputs({ kinds, weight, bias, similarity }: ReaderHead, separator: number): ReadStates {
  const rows = weight.map((row) => Float32Array.from(row));
  return (states, ids) => {
    const dimensions = states.length / ids.length;
    const end = ids.indexOf(separator);
    const isAlone = end === ids.length - 1;
    if (isAlone && kinds.length === 0) return meanOf(states, dimensions, 0, ids.length);
    const outputs = Float32Array.from(rows, (row, index) => dot(row, states) + (bias[index] as number));
    if (isAlone) return outputs;
    const asked = unitStates(states, dimensions, 1, end);
    // The separator behind the passage counts as one of its tokens, as it did in the training.
    const found = unitStates(states, dimensions, end + 1, ids.length);
    const whole = dot(meanOf(states, dimensions, 1, end), meanOf(states, dimensions, end + 1, ids.length));
    const nearest = asked.map((token) => Math.max(...found.map((other) => dot(token, other))));
    const late = nearest.reduce((sum, value) => sum + value, 0) / Math.max(1, nearest.length);
    outputs[0] = (outputs[0] as number) + similarity[0] * whole + similarity[1] * late;
    return outputs;
  };
}

function unitStates(states: Float32Array, dimensions: number, from: number, to: number): Float32Array[] {
  return Array.from({ length: to - from }, (_, index) => meanOf(states, dimensions, from + index, from + index + 1));
}

/** The mean of tokens' states, at length 1. */
function meanOf(states: Float32Array, dimensions: number, from: number, to: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (let at = from * dimensions; at < to * dimensions; at++) {
    const place = at % dimensions;
    sum[place] = (sum[place] as number) + (states[at] as number);
  }
  const length = Math.sqrt(dot(sum, sum)) || 1;
  return sum.map((value) => value / length);
}

/** Over the first vector's length. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** How the states of a sequence's tokens become one vector: their mean, or the first one. */
export type Pooling = 'mean' | 'first';

/**
 * One vector of length 1 from the states of a sequence's first `tokens` tokens, `dimensions` numbers each; what lies
 * behind them is padding.
 */
export function poolStates(states: Float32Array, tokens: number, dimensions: number, pooling: Pooling): Float32Array {
  const vector = new Float32Array(dimensions);
  const counted = pooling === 'first' ? Math.min(1, tokens) : tokens;
  for (let token = 0; token < counted; token++) {
    const begin = token * dimensions;
    for (let index = 0; index < dimensions; index++) {
      vector[index] = (vector[index] as number) + (states[begin + index] as number);
    }
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  // The mean has the direction of the sum.
  if (squares > 0) {
    const length = Math.sqrt(squares);
    for (let index = 0; index < dimensions; index++) vector[index] = (vector[index] as number) / length;
  }
  return vector;
}

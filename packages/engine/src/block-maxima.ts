import { EngineError } from './engine-error.ts';

/** Ids that share one maximum: whoever looks for likely ids leaves out whole blocks of unlikely ones. */
export const BLOCK_IDS = 256;

/** The highest logit of every `BLOCK_IDS` ids, in order; -Infinity where none is a number. */
export function blockMaxima(logits: Float32Array): Float32Array {
  const maxima = new Float32Array(Math.ceil(logits.length / BLOCK_IDS));
  for (let block = 0; block < maxima.length; block++) {
    let highest = -Infinity;
    const end = Math.min(logits.length, (block + 1) * BLOCK_IDS);
    for (let id = block * BLOCK_IDS; id < end; id++) {
      const logit = logits[id] as number;
      if (logit > highest) highest = logit;
    }
    maxima[block] = highest;
  }
  return maxima;
}

/**
 * The id of the highest logit; of equals the lowest id.
 *
 * @param maxima of `logits`
 * @throws EngineError `native_failure` if no logit is a number
 */
export function likeliest(logits: Float32Array, maxima: Float32Array = blockMaxima(logits)): number {
  let best = 0;
  for (let block = 1; block < maxima.length; block++) {
    if ((maxima[block] as number) > (maxima[best] as number)) best = block;
  }
  const highest = maxima[best] as number;
  if (!(highest > -Infinity)) throw new EngineError('native_failure', 'the model gave no number as logit');
  return logits.indexOf(highest, best * BLOCK_IDS);
}

/**
 * Where ids are whose logits are at least `lowest`: pairs of a first id and the one behind the last. Callers loop over
 * these themselves: a call for every id would take as long as all that is left out.
 *
 * @param count ids of the vocabulary
 */
export function rangesFrom(lowest: number, maxima: Float32Array, count: number): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (let block = 0; block < maxima.length; block++) {
    if ((maxima[block] as number) < lowest) continue;
    const from = block * BLOCK_IDS;
    const last = ranges.at(-1);
    const to = Math.min(count, from + BLOCK_IDS);
    if (last?.[1] === from) last[1] = to;
    else ranges.push([from, to]);
  }
  return ranges;
}

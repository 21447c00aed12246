import { InferenceSession, Tensor } from 'onnxruntime-node';

/** States [texts][tokens][width] that an encoder's graph gives all texts in one run, without the padding. */
export async function runEncoder(path: string, sequences: readonly (readonly number[])[]): Promise<number[][][]> {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1 });
  const tokens = Math.max(...sequences.map(({ length }) => length));
  const filled = (value: (sequence: readonly number[], place: number) => number) => {
    const numbers = sequences.flatMap((sequence) =>
      Array.from({ length: tokens }, (_, place) => BigInt(value(sequence, place))),
    );
    return new Tensor('int64', BigInt64Array.from(numbers), [sequences.length, tokens]);
  };
  const { last_hidden_state: states } = await session.run({
    input_ids: filled((sequence, place) => sequence[place] ?? 0),
    attention_mask: filled((sequence, place) => (place < sequence.length ? 1 : 0)),
  });
  const data = states?.data as Float32Array;
  const width = states?.dims[2] as number;
  return sequences.map((sequence, row) =>
    sequence.map((_, place) => {
      const begin = (row * tokens + place) * width;
      return [...data.subarray(begin, begin + width)];
    }),
  );
}

/** Root mean square of the differences; states have numbers around 1. */
export function gap(found: number[][], wanted: number[][]): number {
  const differences = found.flatMap((row, token) => row.map((value, at) => value - (wanted[token]?.[at] ?? 9)));
  return Math.hypot(...differences) / Math.sqrt(differences.length);
}

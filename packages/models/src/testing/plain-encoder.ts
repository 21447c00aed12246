/** Weights by name; matrices are [inputs, outputs]. */
type Weights = ReadonlyMap<string, Float32Array>;

interface Shape {
  layers: number;
  heads: number;
  /** What attention adds between two places. */
  distance?: (head: number, asking: number, asked: number) => number;
}

/** An encoder of the BERT family written out slowly, in floats: the last states [tokens][width] of one text. */
export function encodePlainly(
  weights: Weights,
  { layers, heads, distance = () => 0 }: Shape,
  ids: number[],
): number[][] {
  const of = (name: string) => weights.get(name) as Float32Array;
  const width = of('embeddings.LayerNorm.weight').length;
  const words = of('embeddings.word_embeddings.weight');
  const places = of('embeddings.position_embeddings.weight');
  const types = of('embeddings.token_type_embeddings.weight');
  const at = (values: Float32Array, index: number) => values[index] as number;
  const linear = (name: string, rows: number[][]): number[][] => {
    const bias = of(`${name}.bias`);
    const matrix = of(name);
    return rows.map((row) =>
      Array.from(bias, (own, output) =>
        row.reduce((sum, value, input) => sum + value * at(matrix, input * bias.length + output), own),
      ),
    );
  };
  const norm = (name: string, rows: number[][]) => {
    const [gains, shifts] = [of(`${name}.weight`), of(`${name}.bias`)];
    return rows.map((row) => {
      const mean = row.reduce((sum, value) => sum + value, 0) / width;
      const spread = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width + 1e-12);
      return row.map((value, column) => ((value - mean) / spread) * at(gains, column) + at(shifts, column));
    });
  };
  const add = (a: number[][], b: number[][]) =>
    a.map((row, token) => row.map((value, column) => value + (b[token]?.[column] as number)));

  const embedded = ids.map((id, place) =>
    Array.from({ length: width }, (_, column) => {
      return at(words, id * width + column) + at(places, place * width + column) + at(types, column);
    }),
  );
  let states = norm('embeddings.LayerNorm', embedded);
  for (let layer = 0; layer < layers; layer++) {
    const name = `encoder.layer.${layer}`;
    const [query = [], key = [], value = []] = ['query', 'key', 'value'].map((part) =>
      linear(`${name}.attention.self.${part}`, states),
    );
    const mixed = linear(`${name}.attention.output.dense`, attend(query, key, value, { heads, distance }));
    states = norm(`${name}.attention.output.LayerNorm`, add(states, mixed));
    const inner = linear(`${name}.intermediate.dense`, states).map((row) => row.map(gelu));
    states = norm(`${name}.output.LayerNorm`, add(states, linear(`${name}.output.dense`, inner)));
  }
  return states;
}

type Attention = Required<Pick<Shape, 'heads' | 'distance'>>;

function attend(query: number[][], key: number[][], value: number[][], { heads, distance }: Attention): number[][] {
  const width = query[0]?.length ?? 0;
  const size = width / heads;
  return query.map((asked, asking) => {
    const mixed = new Array<number>(width).fill(0);
    for (let begin = 0; begin < width; begin += size) {
      const part = (row: number[]) => row.slice(begin, begin + size);
      const scores = key.map((found, place) => {
        const own = part(found);
        const likeness = part(asked).reduce((sum, number, column) => sum + number * (own[column] as number), 0);
        return likeness / Math.sqrt(size) + distance(begin / size, asking, place);
      });
      const most = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - most));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (const [token, share] of shares.entries()) {
        for (const [column, number] of part(value[token] ?? []).entries()) {
          mixed[begin + column] = (mixed[begin + column] as number) + (share / total) * number;
        }
      }
    }
    return mixed;
  });
}

/** x · Φ(x), Φ by its integral in small steps. */
function gelu(x: number): number {
  const steps = 200;
  let area = 0;
  for (let step = 0; step < steps; step++) {
    const place = ((step + 0.5) / steps) * x;
    area += (Math.exp(-(place ** 2) / 2) / Math.sqrt(2 * Math.PI)) * (x / steps);
  }
  return x * (0.5 + area);
}

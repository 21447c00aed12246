import { expect, it } from 'vitest';
import { embedTogether } from './embed-together.ts';
import type { Embedder } from './embedder.ts';

const vectors: Record<string, [own: number[], judges: number[]]> = {
  question: [
    [1, 0],
    [0.6, 0.8, 0],
  ],
  passage: [
    [0.5, Math.sqrt(0.75)],
    [0, 1, 0],
  ],
};
const asked: string[] = [];
const embedBy = (place: 0 | 1) => async (texts: readonly string[], kind: string) => {
  asked.push(kind);
  return texts.map((text) => Float32Array.from(vectors[text]?.[place] ?? []));
};
const own: Embedder = { hash: 'h', dimensions: 2, embed: embedBy(0), knows: () => true, close: async () => {} };
const judge = { waiting: 0, judge: async () => [], dimensions: 3, embed: embedBy(1), close: async () => {} };

it('makes vectors of length 1 whose scalar product is a mean of both cosines', async () => {
  const together = embedTogether(own, judge);
  const [question, passage] = await together.embed(['question', 'passage'], 'passage');
  expect(together).toMatchObject({ hash: 'h-0.6', dimensions: 5 });
  expect(asked).toEqual(['passage', 'passage']);
  expect(product(question, question)).toBeCloseTo(1, 6);
  expect(product(question, passage)).toBeCloseTo(0.4 * 0.5 + 0.6 * 0.8, 6);
});

function product(a: Float32Array | undefined, b: Float32Array | undefined): number | undefined {
  return a?.reduce((sum, value, place) => sum + value * (b?.[place] ?? 0), 0);
}

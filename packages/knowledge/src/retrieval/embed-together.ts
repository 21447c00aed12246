import type { Embedder } from './embedder.ts';
import type { EmbeddingJudge } from './judge.ts';

/** Of the judge in a cosine, chosen on the calibrating businesses; the rest is the embedding model's. */
const JUDGES_SHARE = 0.6;

/**
 * Vectors of both, end to end: their scalar product is the mean of both cosines. Each of the two finds what the other misses
 * (packages/models/training/judge).
 *
 * @param embedder its hash changes with the judge, too
 */
export function embedTogether(embedder: Embedder, judge: EmbeddingJudge): Embedder {
  const [own, judges] = [Math.sqrt(1 - JUDGES_SHARE), Math.sqrt(JUDGES_SHARE)];
  return {
    ...embedder,
    hash: `${embedder.hash}-${JUDGES_SHARE}`,
    dimensions: embedder.dimensions + judge.dimensions,
    embed: async (texts, kind) => {
      const [firsts, seconds] = await Promise.all([embedder.embed(texts, kind), judge.embed(texts, kind)]);
      return firsts.map((first, place) => {
        const second = seconds[place] as Float32Array;
        const joined = new Float32Array(first.length + second.length);
        joined.set(first.map((value) => own * value));
        joined.set(
          second.map((value) => judges * value),
          first.length,
        );
        return joined;
      });
    },
  };
}

import { expect, it } from 'vitest';
import { LARGE_SETS, loadRetrievalSets } from './retrieval-set.ts';

it('is large enough, and no question is asked twice', async () => {
  const sets = await loadRetrievalSets();
  for (const slug of LARGE_SETS) {
    const large = sets.find((set) => set.slug === slug);
    expect(large?.questions.length).toBeGreaterThanOrEqual(200);
    expect(large?.passages.length).toBeGreaterThanOrEqual(500);
  }
  const questions = sets.flatMap((set) => set.questions.map(({ ask }) => ask));
  expect(new Set(questions).size).toBe(questions.length);
});

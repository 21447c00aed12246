import { expect, it } from 'vitest';
import { loadRetrievalSets } from './retrieval-set.ts';

it('is large enough, and no question is asked twice', async () => {
  const sets = await loadRetrievalSets();
  const questions = sets.flatMap((set) => set.questions.map(({ ask }) => ask));
  expect(questions.length).toBeGreaterThanOrEqual(200);
  expect(new Set(questions).size).toBe(questions.length);
  expect(sets.flatMap(({ passages }) => passages).length).toBeGreaterThanOrEqual(500);
});

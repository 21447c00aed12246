import { defaultDecisionParameters } from '@frontdesk/answers';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoSites } from '../../prisma/demo-sites/index.ts';
import { askInProcess } from './fit/ask-in-process.ts';
import { demoBusinesses, loadBusinesses } from './load-businesses.ts';
import type { Result } from './summary.ts';

const { MODEL_DIR: modelDir, EMBEDDING_DIR: embeddingDir } = process.env;

/** What a visitor of the demo tries in the first minutes decides what they think of the rest. */
describe.skipIf(!modelDir || !embeddingDir)('the demo sites with the real models (MODEL_DIR, EMBEDDING_DIR)', () => {
  let results: Result[];
  beforeAll(async () => {
    const folders = { modelDir: modelDir as string, embeddingDir: embeddingDir as string };
    results = await askInProcess(await loadBusinesses(demoBusinesses), folders, defaultDecisionParameters);
  }, 300_000);
  const textsOf = (grade: string) =>
    results.filter(({ graded }) => graded.grade === grade).map(({ question }) => question.ask);

  it('answer all that they suggest', () => {
    const suggested = demoSites.flatMap(({ suggestions }) => suggestions);
    const right = textsOf('right');
    expect(suggested.filter((question) => !right.includes(question))).toEqual([]);
  });

  it.each([
    'What is your returns policy?',
    'Do you ship to Germany?',
    'can I pay cash',
    'When do we have to check out?',
    'is there a free trial',
  ])('answer what is asked first: %s', (question) => {
    expect(textsOf('right')).toContain(question);
  });

  it('answer most of what their facts answer, and little wrongly', () => {
    const known = results.filter(({ question }) => question.wants === 'right');
    expect(textsOf('right').length / known.length).toBeGreaterThan(0.85);
    expect(textsOf('wrong').length / known.length).toBeLessThan(0.08);
  });
});

import { expect, it } from 'vitest';
import { calibratingDocuments, documentBusinesses, loadDocumentBusinesses } from './load-documents.ts';

/** About what a token is; where sentences part does not depend on it. */
const countTokens = (text: string) => Math.ceil(text.length / 4);

it.each([documentBusinesses, calibratingDocuments])(
  'questions to documents are answered by what is read in them: %s',
  async (folder) => {
    const businesses = await loadDocumentBusinesses(folder, countTokens);
    expect(businesses).toHaveLength(8);
    for (const { slug, documents, questions } of businesses) {
      expect(documents.length, slug).toBeGreaterThan(2);
      expect(questions.length, slug).toBeGreaterThan(35);
      expect(new Set(questions.map(({ id }) => id)).size, slug).toBe(questions.length);
      const lost = questions.filter(({ wants, facts }) => wants === 'right' && facts.length === 0);
      expect(
        lost.map(({ id }) => id),
        slug,
      ).toEqual([]);
    }
  },
);

it('has no wording of the test among what calibrates', async () => {
  const asked = async (folder: string) =>
    (await loadDocumentBusinesses(folder, countTokens)).flatMap(({ questions }) => questions.map(({ ask }) => ask));
  const tested = new Set((await asked(documentBusinesses)).map((ask) => ask.toLowerCase()));
  expect((await asked(calibratingDocuments)).filter((ask) => tested.has(ask.toLowerCase()))).toEqual([]);
});

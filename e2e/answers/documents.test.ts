import { expect, it } from 'vitest';
import { calibratingDocuments, documentBusinesses, loadDocumentBusinesses } from './load-documents.ts';

/** About what a token is; where sentences part does not depend on it. */
const countTokens = (text: string) => Math.ceil(text.length / 4);

const tested = await loadDocumentBusinesses(documentBusinesses, countTokens);
const calibrating = await loadDocumentBusinesses(calibratingDocuments, countTokens);

it.each([
  ['the test', tested],
  ['what calibrates', calibrating],
])('questions to documents are answered by what is read in them: %s', (_, businesses) => {
  expect(businesses.length).toBeGreaterThan(7);
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
});

it('has no wording of the test among what calibrates', () => {
  const asked = (businesses: typeof tested) =>
    businesses.flatMap(({ questions }) => questions.map(({ ask }) => ask.toLowerCase()));
  const known = new Set(asked(tested));
  expect(asked(calibrating).filter((ask) => known.has(ask))).toEqual([]);
});
